//! The server, as any program would speak to it.

use std::{
    thread,
    time::{Duration, Instant},
};

use chrono::{DateTime, NaiveDate};
use lustrum_domain::time::local_date;
use serde_json::{Value, json};
use ureq::{
    Agent,
    http::{HeaderMap, Response},
};

use super::{Fault, Held};

/// How long one answer may take.
const TIMEOUT: Duration = Duration::from_secs(60);

pub(super) struct Client {
    agent: Agent,
    base: String,
}

/// What the server answered.
#[derive(Debug)]
pub(super) struct Answer {
    what: String,
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Value,
}

impl Answer {
    /// The answer, if the request succeeded.
    pub(super) fn ok(self) -> Held<Self> {
        if (200..300).contains(&self.status) {
            return Ok(self);
        }
        Err(Fault(format!(
            "{} was answered with {} {}: {}",
            self.what,
            self.status,
            self.body["code"].as_str().unwrap_or("without a code"),
            self.body["detail"].as_str().unwrap_or_default()
        )))
    }

    /// The stable code of a refusal.
    pub(super) fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// A header as text.
    pub(super) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The day on which the server answered.
    pub(super) fn day(&self) -> Held<NaiveDate> {
        let date = self.header("date");
        DateTime::parse_from_rfc2822(date)
            .map(|date| local_date(date.to_utc()))
            .map_err(|_| Fault(format!("the server's date cannot be read: {date:?}")))
    }
}

/// Headers of a request.
pub(super) type Extra<'a> = &'a [(&'a str, &'a str)];

impl Client {
    pub(super) fn new(base: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(TIMEOUT))
            .build();
        Self {
            agent: config.into(),
            base: base.trim_end_matches('/').to_owned(),
        }
    }

    pub(super) fn get(&self, path: &str, token: Option<&str>) -> Held<Answer> {
        let mut request = self.agent.get(format!("{}{path}", self.base));
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        answer(format!("GET {path}"), request.call())
    }

    pub(super) fn post(
        &self,
        path: &str,
        token: &str,
        body: &Value,
        extra: Extra<'_>,
    ) -> Held<Answer> {
        let mut request = self
            .agent
            .post(format!("{}{path}", self.base))
            .header("authorization", format!("Bearer {token}"));
        for (name, value) in extra {
            request = request.header(*name, *value);
        }
        answer(format!("POST {path}"), request.send_json(body))
    }

    pub(super) fn put(
        &self,
        path: &str,
        token: &str,
        body: &Value,
        extra: Extra<'_>,
    ) -> Held<Answer> {
        let mut request = self
            .agent
            .put(format!("{}{path}", self.base))
            .header("authorization", format!("Bearer {token}"));
        for (name, value) in extra {
            request = request.header(*name, *value);
        }
        answer(format!("PUT {path}"), request.send_json(body))
    }

    pub(super) fn upload(&self, path: &str, token: &str, bytes: &[u8]) -> Held<Answer> {
        let request = self
            .agent
            .post(format!("{}{path}", self.base))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/octet-stream");
        answer(format!("POST {path}"), request.send(bytes))
    }

    /// Asks until `done`, for mails and what follows from them take a moment.
    pub(super) fn wait<T>(
        &self,
        wanted: &str,
        mut ask: impl FnMut() -> Held<Option<T>>,
    ) -> Held<T> {
        const PATIENCE: Duration = Duration::from_secs(30);
        let began = Instant::now();
        loop {
            if let Some(found) = ask()? {
                return Ok(found);
            }
            if began.elapsed() > PATIENCE {
                return Err(Fault(format!(
                    "waited {} seconds in vain for this: {wanted}",
                    PATIENCE.as_secs()
                )));
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
}

fn answer(what: String, sent: Result<Response<ureq::Body>, ureq::Error>) -> Held<Answer> {
    let mut response = sent.map_err(|error| Fault(format!("{what} could not be sent: {error}")))?;
    let text = response
        .body_mut()
        .read_to_string()
        .map_err(|error| Fault(format!("the answer to {what} cannot be read: {error}")))?;
    let body = if text.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(&text).unwrap_or_else(|_| json!(text))
    };
    Ok(Answer {
        what,
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        body,
    })
}
