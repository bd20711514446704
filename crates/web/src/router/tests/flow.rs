//! One case over HTTP as far as its draft. Every answer is held against the
//! description of its route, so that neither can change without the other.

use axum::http::Method;
use lustrum_app::TokenKind;
use serde_json::json;

use super::*;
use crate::openapi::{described_path, document};

const PASSWORD: &str = "fire helt almindelige ord";

/// Somebody with a secret, or without.
struct Client<'a> {
    service: &'a Service,
    document: &'a Value,
    secret: String,
}

/// What was answered.
struct Answered {
    status: u16,
    headers: HeaderMap,
    body: Value,
    bytes: Vec<u8>,
}

impl Answered {
    fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

impl Client<'_> {
    fn with(&self, secret: &Value) -> Self {
        Client {
            service: self.service,
            document: self.document,
            secret: secret.as_str().unwrap().to_owned(),
        }
    }

    async fn get(&self, path: &str) -> Answered {
        self.ask(Method::GET, path, &[], Body::empty()).await
    }

    async fn post(&self, path: &str, body: Value) -> Answered {
        self.send(Method::POST, path, &[], body).await
    }

    async fn put(&self, path: &str, headers: &[(&str, &str)], body: Value) -> Answered {
        self.send(Method::PUT, path, headers, body).await
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Value,
    ) -> Answered {
        let mut headers = headers.to_vec();
        headers.push(("content-type", "application/json"));
        self.ask(method, path, &headers, Body::from(body.to_string()))
            .await
    }

    async fn ask(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Answered {
        let uri = format!("/api/v1{path}");
        let mut request = Request::builder().method(method.clone()).uri(&uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !self.secret.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.secret));
        }
        let (status, headers, bytes) = self.service.answer(request.body(body).unwrap()).await;
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        self.is_described(&method, &uri, status, &headers, &body);
        Answered {
            status: status.as_u16(),
            headers,
            body,
            bytes,
        }
    }

    /// The answer is one that the description of its route foresees.
    fn is_described(
        &self,
        method: &Method,
        uri: &str,
        status: StatusCode,
        headers: &HeaderMap,
        body: &Value,
    ) {
        let path = uri.split('?').next().unwrap();
        let table = table();
        let route = table
            .iter()
            .filter(|route| route.method == *method && fits(&route.path, path))
            .min_by_key(|route| route.path_parameters().count())
            .unwrap();
        let method = method.as_str().to_lowercase();
        let answers = &self.document["paths"][described_path(route)][method]["responses"];
        let answer = match &answers[status.as_str()] {
            Value::Null => {
                assert!(
                    status.is_client_error(),
                    "{path}: {status} is not described: {body}"
                );
                &answers["default"]
            }
            answer => answer,
        };
        let Some(content) = answer["content"].as_object() else {
            assert_eq!(*body, Value::Null, "{path}: a body that is not described");
            return;
        };
        let (media_type, described) = content.iter().next().unwrap();
        if media_type == "application/octet-stream" {
            return;
        }
        let found = headers[header::CONTENT_TYPE].to_str().unwrap();
        assert!(found.starts_with(media_type), "{path}: {found}");
        let mut schema = described["schema"].clone();
        schema["components"] = self.document["components"].clone();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(body)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{path}: {errors:?} in {body}");
    }
}

/// Whether `path` is one that the router takes for `pattern`.
fn fits(pattern: &str, path: &str) -> bool {
    let mut steps = path.split('/');
    for wanted in pattern.split('/') {
        let Some(step) = steps.next() else {
            return false;
        };
        if wanted.starts_with("{*") {
            return true;
        }
        if !wanted.starts_with('{') && wanted != step {
            return false;
        }
    }
    steps.next().is_none()
}

impl Service {
    /// The secret in the newest invitation.
    async fn invitation(&self) -> String {
        let mails = self.state.app.demo_mails(50, 0).await.unwrap();
        let secrets = mails.rows.iter().filter_map(|stored| {
            let (_, rest) = stored.mail.text.split_once("/invitations/")?;
            Some(rest.split_whitespace().next()?.to_owned())
        });
        for secret in secrets {
            let kind = TokenKind::Invitation;
            if self.state.app.authenticate(&secret, kind).await.is_ok() {
                return secret;
            }
        }
        panic!("nobody was invited")
    }
}

#[tokio::test]
async fn a_draft_is_opened_written_checked_and_read_over_http() {
    let service = Service::new().await;
    let document = document(&table());
    let nobody = Client {
        service: &service,
        document: &document,
        secret: String::new(),
    };

    // The secretariat takes up the first invitation, and a wrong password opens nothing.
    let first = service
        .state
        .app
        .set_up("Klimaalliancen", "Sia", "sia@alliance.example");
    let first = first.await.unwrap().secret;
    let path = format!("/invitations/{first}");
    assert_eq!(
        nobody
            .post(&path, json!({ "password": "kort" }))
            .await
            .status,
        422
    );
    let session = nobody.post(&path, json!({ "password": PASSWORD })).await;
    assert_eq!(session.status, 201, "{}", session.body);
    assert_eq!(
        nobody
            .post(&path, json!({ "password": PASSWORD }))
            .await
            .status,
        404
    );
    let credentials = |password| json!({ "email": "sia@alliance.example", "password": password });
    assert_eq!(
        nobody
            .post("/sessions", credentials("forkert adgangskode"))
            .await
            .status,
        401
    );
    let session = nobody.post("/sessions", credentials(PASSWORD)).await;
    assert_eq!(session.status, 201);
    let secretariat = nobody.with(&session.body["secret"]);
    let me = secretariat.get("/me").await;
    assert_eq!(me.body["roles"][0]["role"], "secretariat");

    // A repeat with the same key changes nothing, and the key is good for one request only.
    let odder = json!({ "kind": "municipality", "code": "0727", "name": "Odder", "valid_from": "2007-01-01" });
    let key = [("idempotency-key", "odder-1")];
    let post = |body: Value| secretariat.send(Method::POST, "/organisations", &key, body);
    let made = post(odder.clone()).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let again = post(odder.clone()).await;
    assert_eq!((again.status, &again.body), (201, &made.body));
    assert_eq!(again.header("idempotent-replay"), "true");
    let mut other = odder.clone();
    other["name"] = json!("Samsø");
    assert_eq!(post(other).await.body["code"], "idempotency-key-reused");
    let odder = made.body["id"].as_str().unwrap().to_owned();
    for (kind, code, name) in [
        ("knowledge_partner", json!("concito"), "CONCITO"),
        ("knowledge_partner", json!("c40"), "C40"),
        ("steering_group", Value::Null, "Styregruppen"),
    ] {
        let body = json!({ "kind": kind, "code": code, "name": name, "valid_from": "2020-01-01" });
        assert_eq!(secretariat.post("/organisations", body).await.status, 201);
    }
    assert_eq!(
        nobody.get("/organisations?kind=municipality").await.body[0]["name"],
        "Odder"
    );
    let one = format!("/organisations/{odder}");
    assert!(nobody.get(&one).await.body.get("locale").is_none());
    assert_eq!(secretariat.get(&one).await.body["locale"], "da");

    // The case is taken in, gets its dates and opens; a version that is not the
    // present one is refused with the present one.
    let programme = nobody.get("/programmes").await.body[0]["key"].clone();
    let taken =
        json!({ "programme": programme, "municipality": odder, "period_end": "2027-11-07" });
    let taken = secretariat.post("/cycles/take-in", taken).await;
    assert_eq!(taken.status, 201, "{}", taken.body);
    let case = taken
        .header("location")
        .strip_prefix("/api/v1")
        .unwrap()
        .to_owned();
    let dates = json!({ "self_assessment_due": "2027-04-01", "submission_due": "2027-09-01" });
    let dated = secretariat
        .post(&format!("{case}/commands/set_dates"), dates)
        .await;
    assert_eq!(dated.status, 200, "{}", dated.body);
    let open = format!("{case}/commands/open");
    let stale = [("if-match", taken.header("etag"))];
    let refused = secretariat
        .send(Method::POST, &open, &stale, json!({}))
        .await;
    assert_eq!(
        (refused.status, &refused.body["code"]),
        (412, &json!("stale"))
    );
    assert_eq!(refused.body["current"], dated.body["version"]);
    let current = [("if-match", dated.header("etag"))];
    let opened = secretariat
        .send(Method::POST, &open, &current, json!({}))
        .await;
    assert_eq!(opened.body["state"], "self_assessment", "{}", opened.body);
    let again = secretariat.post(&open, json!({})).await;
    assert_eq!(
        (again.status, &again.body["code"]),
        (409, &json!("wrong-state"))
    );

    // The coordinator writes an answer; whoever overwrites must say what was read.
    let invited = json!({
        "name": "Anna", "email": "anna@odder.example",
        "membership": { "organisation": odder, "role": "coordinator" },
    });
    assert_eq!(secretariat.post("/people", invited).await.status, 201);
    let path = format!("/invitations/{}", service.invitation().await);
    let session = nobody.post(&path, json!({ "password": PASSWORD })).await;
    let anna = nobody.with(&session.body["secret"]);
    let part = format!("{case}/parts/answer/KA-1.01");
    let answer = json!({ "text": "Byrådet har vedtaget målet." });
    let written = anna.put(&part, &[], answer.clone()).await;
    assert_eq!((written.status, written.header("etag")), (201, "\"1\""));
    let blind = anna.put(&part, &[], answer.clone()).await;
    assert_eq!((blind.status, &blind.body["current"]), (428, &json!(1)));
    let written = anna
        .put(&part, &[("if-match", "\"1\"")], answer.clone())
        .await;
    assert_eq!((written.status, written.header("etag")), (200, "\"2\""));
    let late = anna
        .put(&part, &[("if-match", "\"1\"")], answer.clone())
        .await;
    assert_eq!((late.status, &late.body["current"]), (412, &json!(2)));
    let new = anna
        .put(&part, &[("if-none-match", "*")], answer.clone())
        .await;
    assert_eq!(new.status, 412);
    let weak = anna
        .put(&part, &[("if-match", "W/\"2\"")], answer.clone())
        .await;
    assert_eq!(
        (weak.status, &weak.body["code"]),
        (400, &json!("bad-header"))
    );
    let read = anna.get(&part).await;
    assert_eq!((read.header("etag"), &read.body), ("\"2\"", &answer));
    assert_eq!(
        anna.put(&part, &[], json!({ "texts": 1 })).await.status,
        422
    );
    let comment = json!({ "part": "answer/KA-1.01", "body": "Husk bilag" });
    assert_eq!(
        anna.post(&format!("{case}/comments"), comment).await.status,
        201
    );
    assert_eq!(
        anna.get(&format!("{case}/comments")).await.body[0]["body"],
        "Husk bilag"
    );

    // Whole data, a summary and the checks over them.
    let data = json!({ "schema": "plan-data/1", "inventory": { "year": 20299 } });
    let data = anna.post(&format!("{case}/data"), data).await;
    assert_eq!(data.status, 200);
    assert_eq!(
        data.body["problems"][0]["pointer"], "/inventory/year",
        "{}",
        data.body
    );
    let summary = json!({
        "schema": "plan-summary/1", "kommunekode": "0727", "navn": "Odder",
        "base_year": { "value": 1990, "unit": "", "provenance": "source", "source": null, "note": null },
        "soil": { "value": "ler", "unit": "", "provenance": "source", "source": null, "note": null },
    });
    let summary = anna.post(&format!("{case}/plan-summary"), summary).await;
    assert_eq!(
        summary.body["unplaced"][0]["pointer"], "/soil",
        "{}",
        summary.body
    );
    let checks = anna.get(&format!("{case}/checks")).await;
    assert_eq!(checks.status, 200);

    // A file comes and goes in pieces; one that calls itself a PDF does not come.
    let uploads = format!("{case}/uploads");
    let bring = async |name: &str, bytes: &'static str| {
        let path = format!("{uploads}?name={name}");
        anna.ask(Method::POST, &path, &[], Body::from(bytes)).await
    };
    let file = bring("notat%20%C3%A6.txt", "ti tegn ny").await;
    assert_eq!(file.status, 201, "{}", file.body);
    let wrong = bring("plan.pdf", "no PDF at all").await;
    assert_eq!(wrong.status, 422, "{}", wrong.body);
    let path = file
        .header("location")
        .strip_prefix("/api/v1")
        .unwrap()
        .to_owned();
    let range = [("range", "bytes=3-6")];
    let piece = anna.ask(Method::GET, &path, &range, Body::empty()).await;
    assert_eq!(
        (piece.status, piece.bytes.as_slice()),
        (206, b"tegn".as_slice())
    );
    assert_eq!(piece.header("content-range"), "bytes 3-6/10");
    assert!(
        piece
            .header("content-disposition")
            .contains("notat%20%C3%A6.txt")
    );
    assert!(
        piece
            .header("content-security-policy")
            .starts_with("sandbox")
    );
    let beyond = anna
        .ask(Method::GET, &path, &[("range", "bytes=10-")], Body::empty())
        .await;
    assert_eq!(
        (beyond.status, beyond.header("content-range")),
        (416, "bytes */10")
    );

    // Everything that can be read of it is as described.
    for path in [
        "",
        "/events",
        "/findings",
        "/submissions",
        "/notices",
        "/parts",
        "/uploads",
    ] {
        assert_eq!(
            anna.get(&format!("{case}{path}")).await.status,
            200,
            "{path}"
        );
    }
    let id = case.rsplit('/').next().unwrap();
    for path in [
        "/cycles?q=odd&sort=-changed&state=self_assessment".to_owned(),
        format!("/mails?cycle={id}"),
        "/tokens".to_owned(),
        "/notices".to_owned(),
        format!("/organisations/{odder}/members"),
    ] {
        assert_eq!(anna.get(&path).await.status, 200, "{path}");
    }
    // What the pages understand is understood here as well.
    for (asked, total) in [
        ("odd%C3%A9r", 1),
        ("Odder+Kommune", 1),
        ("klimahandleplan+Odder", 1),
        ("0727", 1),
        ("dde", 1),
        ("skive", 0),
    ] {
        let seen = anna.get(&format!("/cycles?q={asked}")).await;
        assert_eq!(seen.body["total"], total, "{asked}: {}", seen.body);
    }
    let mails = anna.get("/mails").await;
    assert_eq!(mails.body["items"][0]["recipient"], "anna@odder.example");
    assert_eq!(anna.get("/audit").await.status, 404);
    let audit = secretariat.get("/audit").await;
    assert_eq!(audit.body["whole"], true, "{}", audit.body);
    for path in [
        "/register",
        "/criteria",
        "/criteria/cctf-ka@0.1",
        "/certificates",
    ] {
        assert_eq!(nobody.get(path).await.status, 200, "{path}");
    }

    // To others the case looks like one that never was.
    let stranger = json!({ "kind": "municipality", "code": "0779", "name": "Skive", "valid_from": "2007-01-01" });
    let skive = secretariat.post("/organisations", stranger).await.body["id"].clone();
    let invited = json!({
        "name": "Bo", "email": "bo@skive.example",
        "membership": { "organisation": skive, "role": "approver" },
    });
    secretariat.post("/people", invited).await;
    let link = format!("/invitations/{}", service.invitation().await);
    let session = nobody.post(&link, json!({ "password": PASSWORD })).await;
    let bo = nobody.with(&session.body["secret"]);
    let absent = bo.get("/cycles/cyc_00000000000000000000000000000001").await;
    for path in [
        &case,
        &part,
        &path,
        &format!("{case}/events"),
        &format!("/mails?cycle={id}"),
    ] {
        let hidden = bo.get(path).await;
        assert_eq!(
            (hidden.status, &hidden.body["detail"]),
            (404, &absent.body["detail"]),
            "{path}"
        );
    }
    assert_eq!(bo.get("/cycles").await.body["total"], 0);

    // A token outlives the session that made it.
    let token = bo.post("/tokens", json!({ "label": "skript" })).await;
    assert_eq!(token.status, 201);
    let out = bo
        .ask(Method::DELETE, "/sessions", &[], Body::empty())
        .await;
    assert_eq!(out.status, 204);
    assert_eq!(bo.get("/me").await.status, 401);
    let script = nobody.with(&token.body["secret"]);
    assert_eq!(script.get("/me").await.status, 200);
}
