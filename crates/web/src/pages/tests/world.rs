//! A small service with a few people, and a browser that keeps its cookies.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode, header},
};
use chrono::NaiveDate;
use lustrum_app::{App, Caller, NewMembership, NewOrganisation, TokenKind};
use lustrum_domain::{
    CertificateId, Command, CycleId, Digest, Id, Locale, OrganisationId, OrganisationKind,
    PersonId, Role, Words, notice::NoticeState,
};
use lustrum_store::{CertificateRow, CertificateStatus, CertificateWrite, WriteSet};
use tower::ServiceExt;

use crate::{
    AppState, DemoSignIn, WebSettings,
    testing::{Kept, service},
};

pub(super) const PASSWORD: &str = "en lang og god sætning";
pub(super) const PROGRAMME: &str = "klimaalliancen";

/// A service with its people.
pub(super) struct World {
    pub(super) state: AppState,
    pub(super) secretariat: Caller,
    pub(super) odder: OrganisationId,
    _kept: Kept,
}

impl World {
    pub(super) async fn new() -> Self {
        let (state, kept) = service().await;
        let app = &state.app;
        let first = app
            .set_up("Klimaalliancen", "Sia Sekretær", "sia@alliancen.example")
            .await
            .unwrap();
        let session = app
            .accept_invitation(&first.secret, PASSWORD)
            .await
            .unwrap();
        let kind = TokenKind::Session;
        let (secretariat, _) = app.authenticate(&session.secret, kind).await.unwrap();
        let mut world = Self {
            state,
            secretariat,
            odder: OrganisationId::from(uuid::Uuid::nil()),
            _kept: kept,
        };
        world.odder = world
            .organisation(OrganisationKind::Municipality, Some("0727"), "Odder")
            .await;
        let partner = OrganisationKind::KnowledgePartner;
        world
            .organisation(partner, Some("concito"), "CONCITO")
            .await;
        world.organisation(partner, Some("c40"), "C40").await;
        world
            .organisation(OrganisationKind::SteeringGroup, None, "Styregruppen")
            .await;
        world
    }

    pub(super) fn app(&self) -> &App {
        &self.state.app
    }

    /// The same service after a start: nothing is remembered.
    pub(super) fn forget(&mut self) {
        self.state.app.memory = Arc::default();
    }

    /// The same service in the official look.
    pub(super) fn in_look(&mut self, system: crate::DesignSystem) {
        self.state.settings = Arc::new(WebSettings {
            design_system: Some(system),
            ..WebSettings::clone(&self.state.settings)
        });
    }

    /// The same service as a demo that lets everybody be `people`.
    pub(super) fn as_demo(&mut self, people: &[PersonId]) {
        let demo = people.iter().map(|person| DemoSignIn {
            person: *person,
            role: Role::Secretariat,
            name: "Sia Sekretær".to_owned(),
            organisation: "Klimaalliancen".to_owned(),
        });
        self.state.settings = Arc::new(WebSettings {
            secure_cookies: false,
            contact: None,
            anchors: None,
            design_system: None,
            demo: demo.collect(),
        });
    }

    pub(super) async fn organisation(
        &self,
        kind: OrganisationKind,
        code: Option<&str>,
        name: &str,
    ) -> OrganisationId {
        let parent = matches!(kind, OrganisationKind::Council).then_some(self.odder);
        let new = NewOrganisation {
            kind,
            code: code.map(str::to_owned),
            name: name.to_owned(),
            parent,
            mailbox: None,
            locale: Locale::Da,
            valid_from: day("2020-01-01"),
            valid_to: None,
            successor: None,
        };
        self.app()
            .put_organisation(&self.secretariat, None, new)
            .await
            .unwrap()
    }

    /// The alliance, where the secretariat works.
    pub(super) async fn alliance(&self) -> OrganisationId {
        let kinds = [OrganisationKind::Alliance];
        let found = self.app().organisations(&kinds, None).await.unwrap();
        found[0].id
    }

    /// Invites somebody who takes it up.
    pub(super) async fn person(&self, email: &str, role: Role, at: OrganisationId) -> PersonId {
        let (person, secret) = self.invited(email, role, at).await;
        self.app()
            .accept_invitation(&secret, PASSWORD)
            .await
            .unwrap();
        person
    }

    /// Invites somebody; the secret is what stands in the mail.
    pub(super) async fn invited(
        &self,
        email: &str,
        role: Role,
        at: OrganisationId,
    ) -> (PersonId, String) {
        let membership = NewMembership {
            organisation: at,
            role,
            principal: None,
            programme: None,
            from: None,
            to: None,
        };
        let invited = self
            .app()
            .invite(
                &self.secretariat,
                "Anna Andersen",
                email,
                Locale::Da,
                membership,
            )
            .await
            .unwrap();
        let mails = self.app().demo_mails(100, 0).await.unwrap();
        let mail = mails.rows.iter().find(|it| it.mail.recipient == email);
        let text = &mail.unwrap().mail.text;
        let secret = text.split("/invitations/").nth(1).unwrap();
        (
            invited.person,
            secret.split_whitespace().next().unwrap().to_owned(),
        )
    }

    /// A municipality's case that has not opened.
    pub(super) async fn case_of(&self, municipality: OrganisationId) -> CycleId {
        let end = day("2029-06-30");
        let begun = self
            .app()
            .take_in(&self.secretariat, PROGRAMME, municipality, end)
            .await
            .unwrap();
        begun.cycle
    }

    pub(super) async fn hold(&self, case: CycleId) {
        let reason = Words::from("Kommunen venter på en ny kystanalyse.");
        self.command(case, Command::Hold { reason }).await;
    }

    pub(super) async fn command(&self, case: CycleId, command: Command) {
        let caller = &self.secretariat;
        self.app()
            .command(caller, case, &command, None)
            .await
            .unwrap();
    }

    /// The path of a notice of the case that stands in `state`.
    pub(super) async fn notice(&self, case: CycleId, state: NoticeState) -> String {
        let notices = self.app().notices(&self.secretariat, case).await.unwrap();
        let notice = notices.iter().find(|it| it.state == state).unwrap();
        lustrum_templates::routes::notice(case, notice.id)
    }

    pub(super) async fn certificate(&self, case: CycleId, number: &str) {
        let app = self.app();
        let now = app.clock.now();
        let id: CertificateId = made(app);
        let row = CertificateRow {
            id,
            cycle: case,
            programme: PROGRAMME.to_owned(),
            number: number.to_owned(),
            municipality: self.odder,
            plan: Digest::of("plan"),
            criteria: "cctf-ka@0.1".to_owned(),
            trial: true,
            decided_on: day("2026-05-01"),
            conditions: 0,
            valid_from: day("2026-06-01"),
            valid_to: day("2031-05-31"),
            status: CertificateStatus::Valid,
            status_at: now,
        };
        let writes = WriteSet {
            certificates: vec![CertificateWrite::Issue(row)],
            ..WriteSet::default()
        };
        app.store.commit(writes).await.unwrap();
    }

    /// A browser that was never here.
    pub(super) fn browser(&self) -> Browser {
        self.browser_of(crate::router(self.state.clone()))
    }

    pub(super) fn browser_of(&self, router: Router) -> Browser {
        Browser {
            router,
            cookies: BTreeMap::new(),
            headers: Vec::new(),
        }
    }

    /// A browser in which the person with this address is signed in.
    pub(super) async fn signed_in(&self, email: &str) -> Browser {
        let mut browser = self.browser();
        browser.get("/sign-in").await;
        let seen = browser
            .post("/sign-in", &[("email", email), ("password", PASSWORD)])
            .await;
        see_other(&seen);
        browser
    }
}

fn made<I: Id>(app: &App) -> I {
    let random: &dyn lustrum_app::Random = app.random.as_ref();
    random.id(app.clock.now())
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A browser: it keeps cookies, and sends the proof that the last page carried.
pub(super) struct Browser {
    router: Router,
    pub(super) cookies: BTreeMap<String, String>,
    /// Sent with every request.
    pub(super) headers: Vec<(&'static str, &'static str)>,
}

/// What a browser was answered.
pub(super) struct Seen {
    pub(super) status: StatusCode,
    pub(super) headers: header::HeaderMap,
    pub(super) body: String,
    /// The same, where it is no text.
    pub(super) bytes: Vec<u8>,
}

impl Seen {
    pub(super) fn location(&self) -> &str {
        self.headers[header::LOCATION].to_str().unwrap()
    }

    pub(super) fn cookies(&self) -> Vec<&str> {
        let cookies = self.headers.get_all(header::SET_COOKIE).iter();
        cookies.map(|value| value.to_str().unwrap()).collect()
    }

    /// The proof that a form of the page carries.
    pub(super) fn proof(&self) -> String {
        self.hidden("csrf")
    }

    /// The value of a hidden field, as the browser reads it.
    pub(super) fn hidden(&self, name: &str) -> String {
        hidden(&self.body, name)
    }
}

/// The same in a part of a page.
pub(super) fn hidden(body: &str, name: &str) -> String {
    let rest = body.split(&format!("name=\"{name}\" value=\"")).nth(1);
    let value = rest.unwrap_or_else(|| panic!("no {name} on {body}"));
    let value = value.split('"').next().unwrap();
    value
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// What was sent was taken, and leads on.
#[track_caller]
pub(super) fn see_other(seen: &Seen) {
    assert_eq!(seen.status, StatusCode::SEE_OTHER, "{}", seen.body);
}

impl Browser {
    pub(super) async fn get(&mut self, path: &str) -> Seen {
        self.send(Method::GET, path, String::new()).await
    }

    /// Sends a form from the page where forms of this visitor can be found.
    pub(super) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let page = if self.is_signed_in() {
            "/register"
        } else {
            "/sign-in"
        };
        let proof = self.get(page).await.proof();
        let mut fields = fields.to_vec();
        fields.push(("csrf", &proof));
        self.post_raw(path, &fields).await
    }

    /// Sends a form with these fields and no other.
    pub(super) async fn post_raw(&mut self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let form: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        self.send(Method::POST, path, form.join("&")).await
    }

    /// Sends a form with a file: its fields in order, then the file.
    pub(super) async fn post_file(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        (name, content): (&str, &[u8]),
    ) -> Seen {
        const BOUNDARY: &str = "lustrumlustrum";
        let mut body = Vec::new();
        for (field, value) in fields {
            body.extend_from_slice(
                format!(
                    "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
                )
                .as_bytes(),
            );
        }
        body.extend_from_slice(
            format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; \
                 filename=\"{name}\"\r\ncontent-type: application/octet-stream\r\n\r\n"
            )
            .as_bytes(),
        );
        body.extend_from_slice(content);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send_bytes(Method::POST, path, Some(&kind), body).await
    }

    /// Sends a form with a file, with a proof before all else.
    pub(super) async fn bring(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &[u8]),
    ) -> Seen {
        let proof = self.get("/register").await.proof();
        let fields = [&[("csrf", proof.as_str())][..], fields].concat();
        self.post_file(path, &fields, file).await
    }

    pub(super) fn is_signed_in(&self) -> bool {
        self.cookies.keys().any(|name| name.ends_with("-session"))
    }

    async fn send(&mut self, method: Method, path: &str, form: String) -> Seen {
        let kind = (!form.is_empty()).then_some("application/x-www-form-urlencoded");
        self.send_bytes(method, path, kind, form.into_bytes()).await
    }

    async fn send_bytes(
        &mut self,
        method: Method,
        path: &str,
        kind: Option<&str>,
        form: Vec<u8>,
    ) -> Seen {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        for (name, value) in &self.headers {
            request = request.header(*name, *value);
        }
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        let request = request.body(Body::from(form)).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let seen = Seen {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
            bytes: body.to_vec(),
        };
        for cookie in seen.cookies() {
            let (pair, rest) = cookie.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        seen
    }
}

fn encoded(value: &str) -> String {
    value.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The smallest PDF that a reader opens, with a font on its page.
pub(super) fn pdf() -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</Font<</F 4 0 R>>>>>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (number, object) in (1..).zip(objects) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = file.len();
    file.push_str(&format!(
        "xref\n0 5\n{table}trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    ));
    file.into_bytes()
}
