//! Who visits, in which language, and what surrounds every page.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{
        HeaderMap, HeaderValue, Method, StatusCode,
        header::{self, SET_COOKIE},
        request::Parts,
    },
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use lustrum_app::{App, AppError, Caller, Random, SignedIn, TokenKind};
use lustrum_domain::{CommandName, Digest, Locale, OrganisationId, Role, TokenId};
use lustrum_templates::{
    page::{self, Frame, Page, Place, User},
    routes, words,
};
use tracing::field;

use super::{
    fault::{self, FailedPage, PageError},
    form, is_shown, see,
};
use crate::{
    context::Context,
    error::{ApiError, Failed},
    route::Access,
    state::{AppState, WebSettings},
};

/// The cookie with the chosen language.
const LANGUAGE: &str = "lustrum-language";
/// The cookie that says which command was just carried out, until it is shown.
const DONE: &str = "lustrum-done";
/// How long a chosen language is remembered, seconds: a year.
const LANGUAGE_SECONDS: i64 = 365 * 24 * 3600;
/// How long a carried-out command waits to be shown, seconds.
const DONE_SECONDS: i64 = 60;

/// Who visits. Put into the request by [`receive`].
#[derive(Clone)]
pub(crate) struct Visitor(Arc<Inner>);

struct Inner {
    /// Who, with the language to answer in.
    caller: Caller,
    /// The session, where somebody is signed in.
    session: Option<TokenId>,
    /// What the tokens of forms are made from: the session's secret, or that
    /// of a cookie without any other meaning.
    secret: String,
    /// Whether the browser does not know `secret` yet.
    fresh: bool,
    /// Whether a page was shown whose form needs `secret` to come back.
    needed: AtomicBool,
    /// Whether the browser still holds a session that is over.
    ended: bool,
    /// Whether the browser holds a session that cannot be read now.
    unread: bool,
    /// The path and query to come back to.
    path: String,
    /// The command that was just carried out, and what it was about.
    done: Option<(CommandName, Option<String>)>,
    settings: Arc<WebSettings>,
}

impl Visitor {
    /// Who asks.
    pub(crate) fn caller(&self) -> &Caller {
        &self.0.caller
    }

    /// The language to answer in.
    pub(crate) fn locale(&self) -> Locale {
        self.0.caller.locale
    }

    /// The session, where somebody is signed in.
    pub(crate) fn session(&self) -> Option<TokenId> {
        self.0.session
    }

    /// Whether somebody is signed in.
    pub(crate) fn is_signed_in(&self) -> bool {
        self.0.session.is_some()
    }

    /// Whether somebody was signed in whose session is over.
    pub(crate) fn has_ended(&self) -> bool {
        self.0.ended
    }

    /// The path and query to come back to.
    pub(crate) fn path(&self) -> &str {
        &self.0.path
    }

    /// What a form of this visitor carries: a digest that only somebody who
    /// knows the cookie's secret can make, and that does not give it away.
    pub(crate) fn token(&self) -> String {
        let parts = [b"lustrum form".as_slice(), self.0.secret.as_bytes()];
        Digest::of_parts(parts).to_string()
    }

    /// Shows a page.
    pub(crate) async fn show<P: Page>(&self, app: &App, page: &P) -> Result<Response, PageError> {
        self.render(app, page, false).await
    }

    /// Shows a page in a language that its readers share, whatever this one's is.
    pub(crate) async fn show_in<P: Page>(
        &self,
        app: &App,
        page: &P,
        locale: Locale,
    ) -> Result<Response, PageError> {
        let frame = self.frame(app, self.user(app).await?)?;
        let html = app.templates.page(locale, &frame, page);
        let language = HeaderValue::from_static(locale.tag());
        let headers = [(header::CONTENT_LANGUAGE, language)];
        Ok((headers, Html(html.map_err(AppError::internal)?)).into_response())
    }

    /// Shows a page that has a form also for those who are not signed in.
    pub(crate) async fn show_form<P: Page>(
        &self,
        app: &App,
        page: &P,
    ) -> Result<Response, PageError> {
        self.0.needed.store(true, Ordering::Relaxed);
        self.render(app, page, false).await
    }

    /// Shows a page that answers with `status`.
    pub(crate) async fn show_as<P: Page>(
        &self,
        app: &App,
        page: &P,
        status: StatusCode,
    ) -> Result<Response, PageError> {
        let page = self.render(app, page, false).await?;
        Ok((status, page).into_response())
    }

    /// Shows a page as it is now, to somebody who acted on an older one.
    pub(crate) async fn show_stale<P: Page>(
        &self,
        app: &App,
        page: &P,
    ) -> Result<Response, PageError> {
        let page = self.render(app, page, true).await?;
        Ok((StatusCode::CONFLICT, page).into_response())
    }

    async fn render<P: Page>(
        &self,
        app: &App,
        page: &P,
        stale: bool,
    ) -> Result<Response, PageError> {
        let mut frame = self.frame(app, self.user(app).await?)?;
        frame.stale = stale;
        let html = app.templates.page(self.locale(), &frame, page);
        Ok(Html(html.map_err(AppError::internal)?).into_response())
    }

    /// What surrounds a page for this visitor.
    pub(super) fn frame(&self, app: &App, user: Option<User>) -> Result<Frame, AppError> {
        let programme = app.programme()?;
        Ok(Frame {
            programme: programme.title.clone(),
            trial: programme.trial,
            demo: !self.0.settings.demo.is_empty(),
            look: match &self.0.settings.design_system {
                Some(system) => routes::asset(routes::DESIGN_SYSTEM_STYLESHEET, &system.version),
                None => page::default_look(),
            },
            places: self.places(),
            path: self.0.path.clone(),
            csrf: self.token(),
            person: self.caller().actor.person().map(|it| it.id),
            user,
            unread: self.0.unread,
            done: self.0.done.as_ref().map(|(command, _)| *command),
            done_about: self.0.done.as_ref().and_then(|(_, about)| about.clone()),
            stale: false,
            contact: self.0.settings.contact.clone(),
        })
    }

    /// Whether the reader reviews or leads anywhere.
    fn judges(&self) -> bool {
        let person = self.caller().actor.person();
        person.is_some_and(|person| {
            let mut held = person.memberships.iter();
            held.any(|it| matches!(it.role, Role::Reviewer | Role::Lead))
        })
    }

    /// Whether the reader holds a role that cases are shown to: who only serves a
    /// political body, or approves criteria, finds none.
    fn sees_cases(&self) -> bool {
        let person = self.caller().actor.person();
        person.is_some_and(|person| {
            let mut held = person.memberships.iter();
            held.any(|it| !matches!(it.role, Role::Clerk | Role::CriteriaApprover))
        })
    }

    /// Where this visitor can go from everywhere: what they must do first, then
    /// what everybody may read.
    fn places(&self) -> Vec<Place> {
        let place = |path, text| Place { path, text };
        let mut places = vec![place(routes::HOME, "page-nav-home")];
        if self.is_signed_in() {
            if self.judges() {
                places.push(place(routes::REVIEWS, "page-nav-reviews"));
            }
            if self.sees_cases() {
                places.push(place(routes::CASES, "page-nav-cases"));
            }
        }
        let person = self.caller().actor.person();
        if person.is_some_and(|it| it.holds_anywhere(Role::Clerk).is_some()) {
            places.push(place(routes::NOTICES, "page-nav-notices"));
        }
        let desk = |it: &lustrum_domain::Person| {
            let mut roles = [Role::Lead, Role::Secretariat, Role::Auditor].iter();
            roles.any(|role| it.holds_anywhere(*role).is_some())
        };
        if person.is_some_and(desk) {
            places.push(place(routes::DESK, "page-nav-desk"));
        } else if person.is_some_and(|it| it.holds_anywhere(Role::Approver).is_some()) {
            places.push(place(routes::DESK_PEOPLE, "desk-place-people"));
        }
        places.push(place(routes::REGISTER, "page-nav-register"));
        places.push(place(routes::CRITERIA, "page-nav-criteria"));
        places.push(place(routes::CERTIFICATES, "page-nav-certificates"));
        if !self.0.settings.demo.is_empty() {
            places.push(place(routes::MAILBOX, "page-nav-mailbox"));
        }
        places
    }

    /// Who is signed in, as the header of a page says it.
    async fn user(&self, app: &App) -> Result<Option<User>, AppError> {
        if !self.is_signed_in() {
            return Ok(None);
        }
        Ok(Some(User {
            name: self.caller().name.clone().unwrap_or_default(),
            capacity: self.capacity(app).await?,
        }))
    }

    /// What the reader holds where, ready to show; none who holds nothing.
    pub(super) async fn capacity(&self, app: &App) -> Result<Option<String>, AppError> {
        let Some(person) = self.caller().actor.person() else {
            return Ok(None);
        };
        let places: Vec<OrganisationId> = person
            .memberships
            .iter()
            .map(|held| held.organisation)
            .collect();
        let names = app.organisation_names(&places).await?;
        let held: Vec<String> = person
            .memberships
            .iter()
            .map(|held| {
                let role = words::label(self.locale(), "role", held.role.as_str());
                match names.get(&held.organisation) {
                    Some(name) => format!("{role}, {name}"),
                    None => role,
                }
            })
            .collect();
        Ok((!held.is_empty()).then(|| held.join("; ")))
    }

    /// `response` with the session's cookie: from now on somebody is signed in.
    pub(crate) fn signed_in(&self, response: Response, session: &SignedIn) -> Response {
        let name = session_name(self.secure());
        let response = self.with_cookie(response, name, &session.secret, Some(session.seconds));
        // What a form was made from before must not serve after.
        self.with_cookie(response, anonymous_name(self.secure()), "", Some(0))
    }

    /// `response` without the session's cookie: from now on nobody is.
    pub(crate) fn signed_out(&self, response: Response) -> Response {
        self.with_cookie(response, session_name(self.secure()), "", Some(0))
    }

    /// `response` with the language to remember.
    pub(crate) fn speaking(&self, response: Response, locale: Locale) -> Response {
        self.with_cookie(response, LANGUAGE, locale.tag(), Some(LANGUAGE_SECONDS))
    }

    /// `response` with the command that the next page says was carried out.
    pub(crate) fn having_done(&self, response: Response, command: CommandName) -> Response {
        self.with_cookie(response, DONE, command.as_str(), Some(DONE_SECONDS))
    }

    /// The same where the next page is about something else than the command was.
    pub(crate) fn having_done_to(
        &self,
        response: Response,
        command: CommandName,
        about: impl std::fmt::Display,
    ) -> Response {
        let done = format!("{command}/{about}");
        self.with_cookie(response, DONE, &done, Some(DONE_SECONDS))
    }

    fn secure(&self) -> bool {
        self.0.settings.secure_cookies
    }

    /// `response` with a cookie for our own pages only, out of reach of
    /// scripts. Without `seconds` it ends when the browser is closed; with
    /// none left it ends now. Names and values need no escaping.
    fn with_cookie(
        &self,
        mut response: Response,
        name: &str,
        value: &str,
        seconds: Option<i64>,
    ) -> Response {
        let mut cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax");
        if let Some(seconds) = seconds {
            cookie.push_str(&format!("; Max-Age={seconds}"));
        }
        if self.secure() {
            cookie.push_str("; Secure");
        }
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(SET_COOKIE, value);
        }
        response
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let visitor = parts.extensions.get::<Self>().cloned();
        visitor.ok_or_else(|| ApiError::internal("a page without the layer that says who visits"))
    }
}

/// A browser keeps a cookie with this prefix only if it came over HTTPS, for
/// this host alone: nobody next door can plant one.
fn session_name(secure: bool) -> &'static str {
    if secure {
        "__Host-lustrum-session"
    } else {
        "lustrum-session"
    }
}

fn anonymous_name(secure: bool) -> &'static str {
    if secure {
        "__Host-lustrum-visit"
    } else {
        "lustrum-visit"
    }
}

/// The value of a cookie that the browser sent.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

/// The layer around every page: says who visits, sends away who must sign in
/// first, and writes errors as pages. Nothing is written for a visit.
pub(super) async fn receive(
    State((state, access)): State<(AppState, Access)>,
    mut request: Request,
    next: Next,
) -> Response {
    let context = request.extensions().get::<Context>().cloned();
    let context = context.unwrap_or_else(|| Context::of(request.headers()));
    let (visitor, trouble) = visitor_of(&state, &context, request.headers(), place(&request)).await;
    let response = if let Some(error) = trouble {
        PageError::from(error).into_response()
    } else if access == Access::SignedIn && !visitor.is_signed_in() {
        if request.uri().path() == routes::SIGN_OUT {
            // Whoever wants to be signed out is, though the session ended before.
            visitor.signed_out(see(routes::HOME))
        } else if is_read(&request) {
            see(&routes::sign_in(visitor.path()))
        } else {
            // A form that came too late is given back rather than dropped.
            form::unsaved(request).await.into_response()
        }
    } else {
        request.extensions_mut().insert(visitor.clone());
        next.run(request).await
    };
    let response = written(&state, &context, &visitor, response).await;
    finished(&visitor, response)
}

/// Who visits. A database that is away hides who it is, and is told.
async fn visitor_of(
    state: &AppState,
    context: &Context,
    headers: &HeaderMap,
    path: String,
) -> (Visitor, Option<AppError>) {
    let secure = state.settings.secure_cookies;
    let value = |name: &str| cookie(headers, name);
    let mut caller = Caller::PUBLIC;
    let mut signed_in = None;
    let mut trouble = None;
    let mut ended = false;
    if let Some(secret) = value(session_name(secure)) {
        match state.app.authenticate(secret, TokenKind::Session).await {
            Ok((known, session)) => {
                context.of_person(known.locale);
                if let Some(person) = known.actor.person() {
                    tracing::Span::current().record("person.id", field::display(person.id));
                }
                caller = known;
                signed_in = Some((session, secret));
            }
            Err(AppError::Unauthenticated) => ended = true,
            Err(error) => trouble = Some(error),
        }
    }
    // What was chosen here goes before what the person chose once, and that
    // before what the browser was set to.
    let chosen = value(LANGUAGE).and_then(|tag| tag.parse().ok());
    caller.locale = match (chosen, &signed_in) {
        (Some(locale), _) => locale,
        (None, Some(_)) => caller.locale,
        (None, None) => context.locale(),
    };
    let session = signed_in.as_ref().map(|(session, _)| *session);
    let known = signed_in.map(|(_, secret)| secret);
    let known = known.or_else(|| value(anonymous_name(secure)).filter(|it| it.len() == 64));
    let known = known.map(str::to_owned);
    let fresh = known.is_none();
    let random: &dyn Random = state.app.random.as_ref();
    let visitor = Visitor(Arc::new(Inner {
        caller,
        session,
        secret: known.unwrap_or_else(|| random.secret()),
        fresh,
        needed: AtomicBool::new(false),
        ended,
        unread: trouble.is_some(),
        path,
        done: value(DONE).and_then(|told| {
            let (command, about) = match told.split_once('/') {
                Some((command, about)) => (command, Some(about.to_owned())),
                None => (told, None),
            };
            Some((command.parse().ok()?, about))
        }),
        settings: Arc::clone(&state.settings),
    }));
    (visitor, trouble)
}

/// Whether a page is asked for, and no form is sent.
fn is_read(request: &Request) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD)
}

/// Where to come back to: the page itself, and for a form that has none the
/// nearest page above it.
fn place(request: &Request) -> String {
    let uri = request.uri();
    if is_read(request) {
        return uri
            .path_and_query()
            .map_or("/", |it| it.as_str())
            .to_owned();
    }
    let mut here = uri.path();
    while !is_shown(here) {
        match here.rsplit_once('/') {
            Some((above, _)) if !above.is_empty() => here = above,
            _ => return routes::HOME.to_owned(),
        }
    }
    here.to_owned()
}

/// The response with its error written as a page, if it stands for one.
async fn written(
    state: &AppState,
    context: &Context,
    visitor: &Visitor,
    response: Response,
) -> Response {
    let extensions = response.extensions();
    if let Some(FailedPage(error)) = extensions.get() {
        let error = Arc::clone(error);
        return fault::render(state, context, visitor, &error).await;
    }
    if let Some(Failed(error)) = extensions.get() {
        let error = PageError::of_interface(Arc::clone(error));
        return fault::render(state, context, visitor, &error).await;
    }
    let bare = !response.headers().contains_key(header::CONTENT_TYPE);
    if response.status() == StatusCode::METHOD_NOT_ALLOWED && bare {
        let error = PageError::from(ApiError::WrongMethod);
        let mut told = fault::render(state, context, visitor, &error).await;
        if let Some(allow) = response.headers().get(header::ALLOW) {
            told.headers_mut().insert(header::ALLOW, allow.clone());
        }
        return told;
    }
    response
}

/// The response with what a browser must know of it.
fn finished(visitor: &Visitor, mut response: Response) -> Response {
    let inner = &visitor.0;
    if inner.fresh && inner.needed.load(Ordering::Relaxed) {
        let name = anonymous_name(visitor.secure());
        response = visitor.with_cookie(response, name, &inner.secret, None);
    }
    if !is_html(response.headers()) {
        return response;
    }
    if inner.done.is_some() {
        response = visitor.with_cookie(response, DONE, "", Some(0));
    }
    // A page shows one person's view of a moment.
    let keep = if visitor.is_signed_in() {
        "no-store"
    } else {
        "private, no-cache"
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    let vary = HeaderValue::from_static("cookie, accept-language");
    headers.append(header::VARY, vary);
    let language = HeaderValue::from_static(visitor.locale().tag());
    headers.entry(header::CONTENT_LANGUAGE).or_insert(language);
    response
}

fn is_html(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"text/html"))
}
