//! A browser, driven as the W3C's protocol for it says.
//!
//! A client of our own over the HTTP client that the tests have anyway: the
//! protocol is a dozen JSON calls, while thirtyfour and fantoccini bring an
//! asynchronous HTTP stack with TLS, cookies and a macro layer each. Every call
//! blocks, and whatever the browser refuses fails the test that asked for it.

use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

/// How long a page may take: a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// The key under which the protocol hands over an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// How much of a page a picture shows, in pixels from the top.
const TALLEST: u64 = 8_000;

/// The browser's window when nothing else is said, in CSS pixels.
pub(crate) const WIDE: (u32, u32) = (1280, 900);

/// Chromium with its driver; both end with it.
pub(crate) struct Browser {
    driver: Child,
    agent: ureq::Agent,
    session: String,
    seen: Mutex<Traffic>,
    _profile: tempfile::TempDir,
}

/// What went over the wire since it was last asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Traffic {
    /// Every address that was asked for, with how many bytes came, headers included.
    pub(crate) requests: Vec<Request>,
}

/// A request of a page.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// What the browser calls it.
    id: String,
    /// Where to.
    pub(crate) url: String,
    /// What came on the wire.
    pub(crate) bytes: u64,
}

impl Traffic {
    /// Bytes on the wire, all together.
    pub(crate) fn bytes(&self) -> u64 {
        self.requests.iter().map(|it| it.bytes).sum()
    }

    fn hear(&mut self, message: &Value) {
        let parameters = &message["params"];
        let id = parameters["requestId"].as_str().unwrap_or_default();
        let bytes = |value: &Value| value.as_f64().unwrap_or_default() as u64;
        match message["method"].as_str().unwrap_or_default() {
            "Network.requestWillBeSent" => {
                // A redirected request keeps its id: what came so far was an answer too.
                if let Some(known) = self.requests.iter_mut().rfind(|it| it.id == id) {
                    known.bytes += bytes(&parameters["redirectResponse"]["encodedDataLength"]);
                }
                let url = parameters["request"]["url"].as_str();
                self.requests.push(Request {
                    id: id.to_owned(),
                    url: url.unwrap_or_default().to_owned(),
                    bytes: 0,
                });
            }
            "Network.loadingFinished" => {
                if let Some(known) = self.requests.iter_mut().rfind(|it| it.id == id) {
                    known.bytes += bytes(&parameters["encodedDataLength"]);
                }
            }
            _ => {}
        }
    }
}

/// An element of the page that is open.
#[derive(Debug, Clone)]
pub(crate) struct Element(String);

/// Which program to run: the variable's, or what is on the path.
#[expect(
    clippy::disallowed_methods,
    reason = "a test is told by its environment where the browser is"
)]
fn program(variable: &str) -> Option<String> {
    std::env::var(variable).ok().filter(|it| !it.is_empty())
}

impl Browser {
    /// Starts a browser that nobody used before.
    pub(crate) fn start() -> Self {
        let driver = program("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".to_owned());
        let mut process = Command::new(&driver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| {
                panic!(
                    "{driver} cannot be started ({error}): run the tests by tests/run, or let \
                     CHROMEDRIVER and CHROMIUM name the programs"
                )
            });
        let said = process.stdout.take().expect("it was asked for");
        let mut lines = BufReader::new(said).lines();
        let port = lines.by_ref().find_map(|line| {
            let line = line.ok()?;
            let (_, port) = line.split_once("started successfully on port ")?;
            Some(port.trim_end_matches('.').to_owned())
        });
        let port = port.expect("chromedriver says its port when it has started");
        // Somebody has to listen on, or the driver stops when the pipe is full.
        std::thread::spawn(move || lines.for_each(drop));
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .build()
            .into();
        let profile = tempfile::tempdir().expect("room in the temporary folder");
        let mut arguments = vec![
            "--headless".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-quic".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            "--force-prefers-reduced-motion".to_owned(),
            "--hide-scrollbars".to_owned(),
        ];
        arguments.push(format!("--window-size={},{}", WIDE.0, WIDE.1));
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        let mut options = json!({ "args": arguments });
        if let Some(binary) = program("CHROMIUM") {
            options["binary"] = json!(binary);
        }
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": { "performance": "ALL", "browser": "ALL" },
        } } });
        let mut browser = Self {
            driver: process,
            agent,
            session: format!("http://127.0.0.1:{port}/session"),
            seen: Mutex::default(),
            _profile: profile,
        };
        let begun = browser.post("", &wanted);
        let id = begun["sessionId"].as_str().expect("a session has an id");
        browser.session = format!("{}/{id}", browser.session);
        browser.resize(WIDE);
        browser
    }

    fn answer(
        &self,
        what: &str,
        answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> Result<Value, String> {
        let mut answer = answer.map_err(|error| format!("{what}: {error}"))?;
        let read = answer
            .body_mut()
            .with_config()
            .limit(200 << 20)
            .read_json::<Value>();
        let mut read = read.map_err(|error| format!("{what}: {error}"))?;
        let value = read["value"].take();
        match value["error"].as_str() {
            Some(error) => {
                let message = value["message"].as_str().unwrap_or_default();
                let first = message.lines().take(3).collect::<Vec<_>>().join(" ");
                Err(format!("{what}: {error}: {first}"))
            }
            None => Ok(value),
        }
    }

    fn try_post(&self, path: &str, body: &Value) -> Result<Value, String> {
        let url = format!("{}{path}", self.session);
        self.answer(path, self.agent.post(url).send_json(body))
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        self.try_post(path, body)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    fn get(&self, path: &str) -> Value {
        let url = format!("{}{path}", self.session);
        self.answer(path, self.agent.get(url).call())
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// Opens an address and waits until all of it is there.
    pub(crate) fn open(&self, url: &str) {
        self.post("/url", &json!({ "url": url }));
        // The driver may answer before the scripts of a page have run.
        let until = Instant::now() + PATIENCE;
        while self.run("return document.readyState", &[]) != "complete" {
            assert!(Instant::now() < until, "{url} is not there in time");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The address of the page that is open.
    pub(crate) fn url(&self) -> String {
        self.get("/url").as_str().unwrap_or_default().to_owned()
    }

    /// The title of the page that is open.
    pub(crate) fn title(&self) -> String {
        self.get("/title").as_str().unwrap_or_default().to_owned()
    }

    /// Runs the body of a function in the page; its content security policy is
    /// not asked.
    pub(crate) fn run(&self, script: &str, arguments: &[Value]) -> Value {
        let body = json!({ "script": script, "args": arguments });
        self.post("/execute/sync", &body)
    }

    /// Runs the body of a function whose last argument takes the result.
    pub(crate) fn run_until_done(&self, script: &str, arguments: &[Value]) -> Value {
        let body = json!({ "script": script, "args": arguments });
        self.post("/execute/async", &body)
    }

    /// Gives the browser a command of its own protocol.
    pub(crate) fn command(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.post("/goog/cdp/execute", &body)
    }

    /// Lays pages out for a window of so many CSS pixels.
    pub(crate) fn resize(&self, (width, height): (u32, u32)) {
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.command("Emulation.setDeviceMetricsOverride", size);
    }

    /// Forgets what was loaded, so that the next page is a first visit.
    pub(crate) fn forget_files(&self) {
        self.command("Network.clearBrowserCache", json!({}));
    }

    /// Lets requests for scripts through or not: what the pages do without
    /// scripts, since none is written into them.
    pub(crate) fn allow_scripts(&self, allowed: bool) {
        self.command("Network.enable", json!({}));
        let blocked: &[&str] = if allowed { &[] } else { &["*/assets/*.js*"] };
        self.command("Network.setBlockedURLs", json!({ "urls": blocked }));
    }

    /// Sets a cookie for the page's host.
    pub(crate) fn set_cookie(&self, name: &str, value: &str) {
        let cookie = json!({ "cookie": {
            "name": name, "value": value, "path": "/", "httpOnly": true, "sameSite": "Lax",
        } });
        self.post("/cookie", &cookie);
    }

    /// Forgets every cookie of the page's host.
    pub(crate) fn forget_cookies(&self) {
        let url = format!("{}/cookie", self.session);
        self.answer("/cookie", self.agent.delete(url).call())
            .unwrap_or_else(|error| panic!("{error}"));
    }

    /// The elements that a CSS selector finds.
    pub(crate) fn all(&self, selector: &str) -> Vec<Element> {
        let wanted = json!({ "using": "css selector", "value": selector });
        let found = self.post("/elements", &wanted);
        let found = found.as_array().map(Vec::as_slice).unwrap_or_default();
        found.iter().filter_map(element).collect()
    }

    /// The first element that a CSS selector finds: what follows from a key is there
    /// a moment later.
    pub(crate) fn one(&self, selector: &str) -> Element {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(first) = self.all(selector).into_iter().next() {
                return first;
            }
            assert!(
                Instant::now() < until,
                "there is no {selector} on {}:\n{}",
                self.url(),
                self.brief()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Whether a CSS selector finds anything.
    pub(crate) fn has(&self, selector: &str) -> bool {
        !self.all(selector).is_empty()
    }

    /// The field with this label, as people find it.
    pub(crate) fn field(&self, label: &str) -> Element {
        let found = self.run(FIELD, &[json!(label)]);
        element(&found).unwrap_or_else(|| {
            panic!(
                "no field is labelled {label:?} on {}:\n{}",
                self.url(),
                self.brief()
            )
        })
    }

    /// The button or link that says this, or begins so.
    pub(crate) fn control(&self, words: &str) -> Element {
        self.find_control(words).unwrap_or_else(|| {
            panic!(
                "nothing to press says {words:?} on {}:\n{}",
                self.url(),
                self.brief()
            )
        })
    }

    /// The button or link that says this, or begins so, if there is one.
    pub(crate) fn find_control(&self, words: &str) -> Option<Element> {
        element(&self.run(CONTROL, &[json!(words)]))
    }

    /// Presses the button or link that says this, and waits for where it leads.
    pub(crate) fn press(&self, words: &str) {
        let control = self.control(words);
        self.leave(words, || self.click(&control));
    }

    /// Does something that leads to another page, and waits for that page: a click
    /// is over before the browser has set out.
    pub(crate) fn leave(&self, what: &str, act: impl FnOnce()) {
        self.run("window.lustrumLeft = false;", &[]);
        act();
        let arrived =
            "return window.lustrumLeft === undefined && document.readyState === 'complete'";
        let body = json!({ "script": arrived, "args": [] });
        let until = Instant::now() + PATIENCE;
        // While pages change there is none to ask.
        while self.try_post("/execute/sync", &body) != Ok(json!(true)) {
            assert!(
                Instant::now() < until,
                "{what} leads nowhere on {}:\n{}",
                self.url(),
                self.brief()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Clicks an element, as a mouse would: what covers it, gets the click.
    pub(crate) fn click(&self, element: &Element) {
        // Nobody clicks what lies at the very edge, behind a bar that stays there.
        let at = json!({ ELEMENT: element.0 });
        self.run("arguments[0].scrollIntoView({ block: 'center' });", &[at]);
        self.post(&format!("/element/{}/click", element.0), &json!({}));
    }

    /// Types into an element, after what stands there.
    pub(crate) fn type_into(&self, element: &Element, text: &str) {
        let body = json!({ "text": text });
        self.post(&format!("/element/{}/value", element.0), &body);
    }

    /// Replaces what stands in a field.
    pub(crate) fn fill(&self, element: &Element, text: &str) {
        self.post(&format!("/element/{}/clear", element.0), &json!({}));
        self.type_into(element, text);
    }

    /// Fills the field with this label.
    pub(crate) fn write(&self, label: &str, text: &str) {
        let field = self.field(label);
        self.fill(&field, text);
    }

    /// Sets the date with this label, as the browser's calendar does: how a date
    /// is typed depends on the browser's own language.
    pub(crate) fn date(&self, label: &str, date: impl std::fmt::Display) {
        self.put(label, date);
    }

    /// Pastes into the field with this label: what holds tabs and lines cannot be
    /// typed.
    pub(crate) fn paste(&self, label: &str, text: &str) {
        self.put(label, text);
    }

    fn put(&self, label: &str, value: impl std::fmt::Display) {
        let field = self.field(label);
        let field = json!({ ELEMENT: field.0 });
        self.run(
            "arguments[0].value = arguments[1]; \
             for (const kind of ['input', 'change']) { \
               arguments[0].dispatchEvent(new Event(kind, { bubbles: true })); }",
            &[field, json!(value.to_string())],
        );
    }

    /// Chooses what says this: a radio button, a box, or a line of a list.
    pub(crate) fn choose(&self, words: &str) {
        let found = self.run(CHOICE, &[json!(words)]);
        let choice = element(&found);
        let choice = choice.unwrap_or_else(|| {
            panic!(
                "nothing to choose says {words:?} on {}:\n{}",
                self.url(),
                self.brief()
            )
        });
        self.click(&choice);
    }

    /// What the page says, as people read it.
    pub(crate) fn text(&self) -> String {
        let said = self.run("return document.body.innerText", &[]);
        said.as_str().unwrap_or_default().to_owned()
    }

    /// The beginning of what the page says, for messages.
    fn brief(&self) -> String {
        self.text().chars().take(1_500).collect()
    }

    /// Waits until the page says this.
    pub(crate) fn wait_for(&self, words: &str) {
        let until = Instant::now() + PATIENCE;
        while !self.text().contains(words) {
            assert!(
                Instant::now() < until,
                "{} does not say {words:?}:\n{}",
                self.url(),
                self.brief()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Presses keys, one after the other, on whatever has the focus.
    pub(crate) fn keys(&self, keys: &[char]) {
        let strokes: Vec<Value> = keys
            .iter()
            .flat_map(|key| ["keyDown", "keyUp"].map(|what| json!({ "type": what, "value": key })))
            .collect();
        let actions = json!({ "actions": [{ "type": "key", "id": "keys", "actions": strokes }] });
        self.post("/actions", &actions);
    }

    /// Presses keys together, in this order, and lets them go.
    pub(crate) fn chord(&self, keys: &[char]) {
        let stroke = |what: &'static str| move |key| json!({ "type": what, "value": key });
        let down = keys.iter().map(stroke("keyDown"));
        let up = keys.iter().rev().map(stroke("keyUp"));
        let strokes: Vec<Value> = down.chain(up).collect();
        let actions = json!({ "actions": [{ "type": "key", "id": "keys", "actions": strokes }] });
        self.post("/actions", &actions);
    }

    /// Cuts the connection, or brings it back.
    pub(crate) fn go_offline(&self, offline: bool) {
        let network = json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.command("Network.emulateNetworkConditions", network);
    }

    /// What went over the wire since this was last asked for.
    pub(crate) fn traffic(&self) -> Traffic {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        for entry in self.log("performance") {
            let message = entry["message"].as_str().unwrap_or_default();
            let message: Value = serde_json::from_str(message).unwrap_or_default();
            seen.hear(&message["message"]);
        }
        std::mem::take(&mut *seen)
    }

    /// What the browser complained about since this was last asked for: refused
    /// scripts and styles, files that are not there, errors of scripts.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let entries = self.log("browser").into_iter();
        let messages = entries.map(|entry| {
            let message = entry["message"].as_str().unwrap_or_default();
            message.to_owned()
        });
        messages.collect()
    }

    fn log(&self, kind: &str) -> Vec<Value> {
        match self.post("/se/log", &json!({ "type": kind })) {
            Value::Array(entries) => entries,
            _ => Vec::new(),
        }
    }

    /// Keeps a picture of the whole page, for people to look at.
    pub(crate) fn picture(&self, name: &str) {
        let size = self.run(
            "const it = document.scrollingElement; return [it.scrollWidth, it.scrollHeight];",
            &[],
        );
        let height = size[1].as_u64().unwrap_or_default().min(TALLEST);
        let wanted = json!({ "format": "png", "captureBeyondViewport": true, "clip": {
            "x": 0, "y": 0, "width": size[0], "height": height, "scale": 1,
        } });
        let shot = self.command("Page.captureScreenshot", wanted);
        let data = shot["data"].as_str().unwrap_or_default();
        let image = STANDARD.decode(data).expect("pictures come as base64");
        let folder = super::results().join("screenshots");
        std::fs::create_dir_all(&folder).expect("the target folder is writable");
        let plain = |letter: char| {
            if letter.is_alphanumeric() {
                letter
            } else {
                '-'
            }
        };
        let name: String = name.chars().map(plain).collect();
        let path: PathBuf = folder.join(format!("{}.png", name.trim_matches('-')));
        std::fs::write(path, image).expect("the target folder is writable");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Without this the browser would outlive its driver.
        let ended = self.agent.delete(&self.session).call();
        drop(ended);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn element(value: &Value) -> Option<Element> {
    Some(Element(value[ELEMENT].as_str()?.to_owned()))
}

/// What the protocol calls the keys.
pub(crate) const TAB: char = '\u{E004}';
pub(crate) const ENTER: char = '\u{E007}';
pub(crate) const CONTROL_KEY: char = '\u{E009}';

/// Finds a field by the words of its label.
const FIELD: &str = r#"
const plain = (text) => text.replace(/\s+/g, " ").trim();
const shown = (it) => it && it.checkVisibility();
const labels = [...document.querySelectorAll("label, legend")];
const named = [...document.querySelectorAll("[aria-label]")];
const wanted = arguments[0];
for (const fits of [(text) => text === wanted, (text) => text.startsWith(wanted)]) {
  for (const label of labels) {
    const control = label.control ?? label.closest("fieldset")?.querySelector("input");
    if (fits(plain(label.textContent)) && shown(control ?? label)) return control;
  }
  for (const control of named) {
    if (fits(control.getAttribute("aria-label")) && shown(control)) return control;
  }
}
return null;
"#;

/// Finds a label or a line of a list by what it says.
const CHOICE: &str = r#"
const plain = (text) => text.replace(/\s+/g, " ").trim();
const all = [...document.querySelectorAll("main label, main option")];
const wanted = arguments[0];
for (const fits of [(text) => text === wanted, (text) => text.startsWith(wanted), (text) => text.includes(wanted)]) {
  for (const it of all) {
    if (fits(plain(it.textContent)) && !(it.control ?? it).disabled && (it.matches("option") || it.checkVisibility())) return it;
  }
}
return null;
"#;

/// Finds what can be pressed by what it says.
const CONTROL: &str = r#"
const plain = (text) => text.replace(/\s+/g, " ").trim();
const pressed = "button, a[href], summary, input[type=submit], label";
const all = [...document.querySelectorAll(`main :is(${pressed})`), ...document.querySelectorAll(pressed)];
const said = (it) => plain(it.matches("input") ? it.value : it.textContent);
const wanted = arguments[0];
for (const fits of [(text) => text === wanted, (text) => text.startsWith(wanted)]) {
  for (const control of all) {
    if (fits(said(control)) && control.checkVisibility()) return control;
  }
}
return null;
"#;
