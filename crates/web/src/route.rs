//! The table of routes: one row says path, method, who may call it, what
//! answers it and how it is described. The router and the description of the
//! interface are both made from it, so neither can know a route that the other
//! does not.

use std::collections::BTreeMap;

use axum::{
    handler::Handler,
    http::Method,
    routing::{MethodFilter, MethodRouter, on},
};
use serde_json::{Value, json};
use utoipa::{
    IntoParams, ToSchema,
    openapi::{RefOr, Schema, path::ParameterIn},
};

use crate::state::AppState;

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Anybody. Who signs in may see more.
    Public,
    /// Only somebody who signed in.
    SignedIn,
}

/// A row of the table.
pub(crate) struct Route {
    /// The method.
    pub(crate) method: Method,
    /// The path with its parameters in braces, as the router takes it.
    pub(crate) path: String,
    /// The name of the operation: `cycles.list`.
    pub(crate) name: String,
    /// Who may call it.
    pub(crate) access: Access,
    /// Whether it moves files: then it may take as long as bytes keep coming.
    pub(crate) streams: bool,
    /// What answers it.
    pub(crate) handler: MethodRouter<AppState>,
    /// How it is described.
    pub(crate) described: Described,
}

/// The description of a route, in the words of OpenAPI.
#[derive(Debug, Clone, Default)]
pub(crate) struct Described {
    /// One sentence on what it does.
    pub(crate) summary: String,
    /// Parameters beside those of the path.
    pub(crate) parameters: Vec<Value>,
    /// What it takes.
    pub(crate) body: Option<Value>,
    /// What it answers, by status.
    pub(crate) answers: BTreeMap<String, Value>,
    /// The named schemas that it refers to.
    pub(crate) schemas: BTreeMap<String, Value>,
}

impl Route {
    /// A route that only reads.
    pub(crate) fn get<H, T>(path: &str, name: &str, summary: &str, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        let handler = on(MethodFilter::GET, handler);
        Self::new(Method::GET, path, name, summary, handler)
    }

    /// A route that adds something or sets something going.
    pub(crate) fn post<H, T>(path: &str, name: &str, summary: &str, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        let handler = on(MethodFilter::POST, handler);
        Self::new(Method::POST, path, name, summary, handler)
    }

    /// A route that writes something at its own place.
    pub(crate) fn put<H, T>(path: &str, name: &str, summary: &str, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        let handler = on(MethodFilter::PUT, handler);
        Self::new(Method::PUT, path, name, summary, handler)
    }

    /// A route that ends something.
    pub(crate) fn delete<H, T>(path: &str, name: &str, summary: &str, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        let handler = on(MethodFilter::DELETE, handler);
        Self::new(Method::DELETE, path, name, summary, handler)
    }

    fn new(
        method: Method,
        path: &str,
        name: &str,
        summary: &str,
        handler: MethodRouter<AppState>,
    ) -> Self {
        Self {
            method,
            path: path.to_owned(),
            name: name.to_owned(),
            access: Access::SignedIn,
            streams: false,
            handler,
            described: Described {
                summary: summary.to_owned(),
                ..Described::default()
            },
        }
    }

    /// Lets anybody call it.
    pub(crate) fn public(mut self) -> Self {
        self.access = Access::Public;
        self
    }

    /// Says that it moves files.
    pub(crate) fn streams(mut self) -> Self {
        self.streams = true;
        self
    }

    /// Says that a repeat with the same key changes nothing: for whatever hands
    /// the caller's key on. What makes a secret cannot, for only its hash is kept.
    pub(crate) fn repeatable(self) -> Self {
        self.header(
            "Idempotency-Key",
            "A key of 1 to 128 visible characters. A repeat of the same request with the same key \
             gets the first answer and changes nothing; another request with it is refused.",
            json!({ "type": "string", "pattern": "^[!-~]{1,128}$" }),
        )
    }

    /// Describes a header that may be sent.
    pub(crate) fn header(mut self, name: &str, description: &str, schema: Value) -> Self {
        self.described.parameters.push(json!({
            "name": name,
            "in": "header",
            "required": false,
            "description": description,
            "schema": schema,
        }));
        self
    }

    /// Says that the version it saw may be named.
    pub(crate) fn versioned(self) -> Self {
        self.header(
            "If-Match",
            "The version that was read, as its ETag says. Another version is answered with 412.",
            json!({ "type": "string", "pattern": "^\"[0-9]+\"$" }),
        )
    }

    /// Describes what stands after the question mark.
    pub(crate) fn asks<Q: IntoParams>(mut self) -> Self {
        for parameter in Q::into_params(|| Some(ParameterIn::Query)) {
            let parameter = serde_json::to_value(parameter);
            let parameter = parameter.expect("a parameter has string keys and finite numbers");
            self.described.parameters.push(parameter);
        }
        self
    }

    /// Describes what it takes.
    pub(crate) fn takes<T: ToSchema>(mut self) -> Self {
        let schema = self.schema_of::<T>();
        self.takes_schema(schema)
    }

    /// Describes what it takes by a schema.
    pub(crate) fn takes_schema(mut self, schema: Value) -> Self {
        self.described.body = Some(json!({
            "required": true,
            "content": { "application/json": { "schema": schema } },
        }));
        self
    }

    /// Says that it takes a file.
    pub(crate) fn takes_file(mut self) -> Self {
        self.described.body = Some(json!({
            "required": true,
            "content": { "application/octet-stream": {
                "schema": { "type": "string", "format": "binary" },
            } },
        }));
        self
    }

    /// Describes what it answers.
    pub(crate) fn answers<T: ToSchema>(mut self, status: u16, description: &str) -> Self {
        let schema = self.schema_of::<T>();
        self.answers_schema(status, description, "application/json", schema)
    }

    /// Describes a list that it answers.
    pub(crate) fn answers_list<T: ToSchema>(mut self, status: u16, description: &str) -> Self {
        let items = self.schema_of::<T>();
        let schema = json!({ "type": "array", "items": items });
        self.answers_schema(status, description, "application/json", schema)
    }

    /// Describes a page of a list that it answers.
    pub(crate) fn answers_page<T: ToSchema>(mut self, description: &str) -> Self {
        let items = self.schema_of::<T>();
        let number = json!({ "type": "integer", "minimum": 0 });
        let schema = json!({
            "type": "object",
            "properties": {
                "items": { "type": "array", "items": items },
                "page": number,
                "per_page": number,
                "total": number,
            },
            "required": ["items", "page", "per_page", "total"],
        });
        self.answers_schema(200, description, "application/json", schema)
    }

    /// Describes an answer without a body.
    pub(crate) fn answers_nothing(mut self, description: &str) -> Self {
        let answer = json!({ "description": description });
        self.described.answers.insert("204".to_owned(), answer);
        self
    }

    /// Describes an answer by its media type and schema.
    pub(crate) fn answers_schema(
        mut self,
        status: u16,
        description: &str,
        media_type: &str,
        schema: Value,
    ) -> Self {
        let answer = json!({
            "description": description,
            "content": { media_type: { "schema": schema } },
        });
        self.described.answers.insert(status.to_string(), answer);
        self
    }

    /// The reference to the schema of `T`, which is kept with all it refers to.
    fn schema_of<T: ToSchema>(&mut self) -> Value {
        collect::<T>(&mut self.described.schemas)
    }

    /// The names of the parameters in the path, in order.
    pub(crate) fn path_parameters(&self) -> impl Iterator<Item = &str> {
        self.path
            .split('/')
            .filter_map(|step| step.strip_prefix('{')?.strip_suffix('}'))
            .map(|name| name.trim_start_matches('*'))
    }
}

/// Keeps the schema of `T` and all that it refers to; returns a reference to it.
pub(crate) fn collect<T: ToSchema>(schemas: &mut BTreeMap<String, Value>) -> Value {
    let mut found: Vec<(String, RefOr<Schema>)> = Vec::new();
    T::schemas(&mut found);
    found.push((T::name().into_owned(), T::schema()));
    for (name, schema) in found {
        let schema = serde_json::to_value(schema);
        let schema = schema.expect("a schema has string keys and finite numbers");
        schemas.insert(name, schema);
    }
    json!({ "$ref": format!("#/components/schemas/{}", T::name()) })
}
