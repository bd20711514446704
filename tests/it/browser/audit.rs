//! What is examined on a page. Each examination says what is wrong in words
//! that lead to the place, and each has a planted fault that it must find.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::driver::{Browser, TAB, Traffic, WIDE};

/// The rules of axe that hold: WCAG up to 2.2 AA, and what its makers hold for
/// good practice.
const RULES: [&str; 6] = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
];

/// As narrow as a page must bear: 1280 pixels at 400 %.
pub(crate) const NARROW: (u32, u32) = (320, 700);
/// A window of 1280 pixels at 200 %.
const ZOOMED: (u32, u32) = (640, 450);

/// Lists what axe finds.
pub(crate) fn axe(browser: &Browser, source: &str) -> Vec<String> {
    // Once in the page it stays there until the next one.
    browser.run(
        "if (!window.axe) { (0, eval)(arguments[0]); }",
        &[json!(source)],
    );
    let found = browser.run_until_done(AXE, &[json!(RULES)]);
    let found = found.as_array();
    let found = found.unwrap_or_else(|| panic!("axe answers a list: {found:?}"));
    found.iter().map(fault_of_axe).collect()
}

fn fault_of_axe(violation: &Value) -> String {
    let word = |name: &str| violation[name].as_str().unwrap_or_default();
    format!("axe {}: {}: {}", word("id"), word("help"), word("where"))
}

const AXE: &str = r#"
const done = arguments[arguments.length - 1];
const options = { runOnly: { type: "tag", values: arguments[0] }, resultTypes: ["violations"], iframes: false };
axe.run(document, options).then(
  ({ violations }) => done(violations.map((it) => ({
    id: it.id,
    help: it.help,
    where: it.nodes.slice(0, 3).map((node) => `${node.target.join(" ")} ${node.html.slice(0, 160)} (${node.failureSummary.replace(/\s+/g, " ").slice(0, 220)})`).join(" | "),
  }))),
  (error) => done([{ id: "error", help: String(error), where: "" }]),
);
"#;

/// Lists what sticks out of the page, when it is shown as wide as a telephone
/// and at twice its size.
pub(crate) fn width(browser: &Browser) -> Vec<String> {
    let mut faults = Vec::new();
    for (what, size) in [("at 200 %", ZOOMED), ("320 px wide", NARROW)] {
        browser.resize(size);
        let found = browser.run(TOO_WIDE, &[]);
        if let Some(said) = found.as_str() {
            faults.push(format!("{what}: {said}"));
        }
        let hidden = strings(&browser.run(HIDDEN, &[]));
        faults.extend(
            hidden
                .iter()
                .map(|it| format!("{what}: {it} cannot be seen")),
        );
    }
    browser.resize(WIDE);
    faults
}

const TOO_WIDE: &str = r#"
const page = document.scrollingElement;
const room = document.documentElement.clientWidth;
if (page.scrollWidth <= room) return null;
const scrolls = (it) => it && (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(it).overflowX) || scrolls(it.parentElement));
const wide = [...document.body.querySelectorAll("*")].filter((it) => it.getBoundingClientRect().right > room + 0.5);
const free = wide.filter((it) => !scrolls(it.parentElement));
const out = (free.length ? free : wide)
  .map((it) => `${it.tagName.toLowerCase()}.${it.className} ${it.textContent.trim().slice(0, 40)}`);
return `${page.scrollWidth} of ${room} px: ${out.slice(0, 4).join(" | ")}`;
"#;

/// What must be there however narrow a window is.
const HIDDEN: &str = r#"
return [".logo span", ".mainmenu a", ".portal-user", "main h1", ".language-switcher a"]
  .filter((it) => !document.querySelector(it)?.checkVisibility());
"#;

/// Lists what somebody without a mouse cannot reach, or not see when it is
/// reached.
pub(crate) fn keyboard(browser: &Browser) -> Vec<String> {
    let number = browser.run(WATCH_FOCUS, &[]);
    let number = number.as_u64().unwrap_or_default() as usize;
    browser.keys(&vec![TAB; number + 3]);
    let found = browser.run(FOCUS_FAULTS, &[]);
    strings(&found)
}

/// A group of radio buttons is one stop; what is hidden is none.
const WATCH_FOCUS: &str = r#"
// Where a page puts the focus itself, what comes before is not the first stop.
const placed = document.activeElement !== document.body;
document.activeElement?.blur();
const radio = (it) => it.type === "radio" && it.form
  && it !== ([...it.form.elements].find((other) => other.name === it.name && other.checked)
  ?? [...it.form.elements].find((other) => other.name === it.name && !other.disabled));
const stops = [...document.querySelectorAll("a[href], area[href], button, input, select, textarea, summary, [tabindex]")]
  .filter((it) => !it.disabled && it.tabIndex >= 0 && it.type !== "hidden" && !it.closest("[inert]")
    && it.checkVisibility({ visibilityProperty: true }) && !radio(it));
const parts = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "backgroundColor", "borderTopColor", "borderTopWidth", "textDecorationLine", "color", "top", "left", "clipPath", "position"];
const look = (it) => [it, ...(it.labels ?? [])].flatMap((part) => [null, "::before", "::after"].map((pseudo) => {
  const style = getComputedStyle(part, pseudo);
  return parts.map((name) => style[name]).join();
})).join(";");
const before = new Map(stops.map((it) => [it, look(it)]));
const reached = new Map();
document.addEventListener("focusin", (event) => {
  if (!reached.has(event.target)) reached.set(event.target, look(event.target));
}, true);
window.lustrumFocus = { stops, before, reached, placed };
// The day, the month, the year and the calendar of a date are a stop each.
return stops.length + 4 * stops.filter((it) => ["date", "time", "datetime-local", "month"].includes(it.type)).length;
"#;

const FOCUS_FAULTS: &str = r#"
const { stops, before, reached, placed } = window.lustrumFocus;
const called = (it) => it.outerHTML.slice(0, 120);
const faults = [];
for (const it of stops) {
  if (!reached.has(it)) faults.push(`not reached by Tab: ${called(it)}`);
  else if (reached.get(it) === before.get(it)) faults.push(`its focus cannot be seen: ${called(it)}`);
  if (it.tabIndex > 0) faults.push(`pulled forward by tabindex: ${called(it)}`);
}
const [first] = reached.keys();
if (!placed && !first?.matches("a.skipnav[href='#main']")) faults.push(`the first stop is no skip link: ${first ? called(first) : "nothing"}`);
if (!document.getElementById("main")) faults.push("the skip link leads nowhere");
return faults.slice(0, 6);
"#;

/// Lists what somebody without a mouse comes to and does not see, for something
/// that stays in its place lies over it.
pub(crate) fn covered(browser: &Browser) -> Vec<String> {
    let mut faults = Vec::new();
    for size in [WIDE, NARROW] {
        browser.resize(size);
        faults.extend(strings(&browser.run(COVERED, &[])));
    }
    browser.resize(WIDE);
    faults
}

const COVERED: &str = r#"
const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter((it) => !it.disabled && it.tabIndex >= 0 && it.type !== "hidden" && it.checkVisibility({ visibilityProperty: true }));
const between = (from, to) => [0.05, 0.5, 0.95].map((share) => from + (to - from) * share);
const isSeen = (it) => [...it.getClientRects()].some((box) =>
  between(Math.max(box.left, 0), Math.min(box.right, innerWidth)).some((x) =>
    between(Math.max(box.top, 0), Math.min(box.bottom, innerHeight)).some((y) => {
      const there = document.elementFromPoint(x, y);
      return there && [it, ...(it.labels ?? [])].some((part) => part.contains(there) || there.contains(part));
    })));
const faults = [];
for (const it of stops) {
  it.focus({ preventScroll: true });
  it.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
  if (!isSeen(it)) faults.push(`it has the focus and lies behind something: ${it.outerHTML.slice(0, 120)}`);
}
document.activeElement?.blur();
window.scrollTo({ top: 0, behavior: "instant" });
return faults.slice(0, 6);
"#;

/// Lists what is cut off or sticks out where a reader sets lines, words and
/// letters further apart.
pub(crate) fn spacing(browser: &Browser) -> Vec<String> {
    browser.resize(NARROW);
    let mut faults = strings(&browser.run(CUT_WHEN_SPACED, &[]));
    if let Some(said) = browser.run(TOO_WIDE, &[]).as_str() {
        faults.push(format!("further apart: {said}"));
    }
    browser.run("document.adoptedStyleSheets = [];", &[]);
    browser.resize(WIDE);
    faults
}

/// As far apart as WCAG 1.4.12 says. What is cut off anyhow was meant to be.
const CUT_WHEN_SPACED: &str = r#"
const cut = () => [...document.querySelectorAll("body *")].filter((it) => {
  if (!it.checkVisibility() || it.closest("svg, .sr-only, .skipnav, input, textarea, select")) return false;
  const style = getComputedStyle(it);
  const hides = (way) => ["hidden", "clip"].includes(way);
  return (hides(style.overflowX) && it.scrollWidth > it.clientWidth + 1)
    || (hides(style.overflowY) && it.scrollHeight > it.clientHeight + 1);
});
const before = new Set(cut());
const spaced = new CSSStyleSheet();
spaced.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }");
document.adoptedStyleSheets = [spaced];
return cut().filter((it) => !before.has(it)).slice(0, 4)
  .map((it) => `further apart, ${it.tagName.toLowerCase()}.${it.className} ${it.textContent.trim().slice(0, 40)} is cut off`);
"#;

/// Lists errors that are not tied to their field, or that nobody hears of.
pub(crate) fn errors(browser: &Browser) -> Vec<String> {
    strings(&browser.run(UNTIED, &[]))
}

const UNTIED: &str = r#"
const faults = [];
const called = (it) => it.outerHTML.slice(0, 140);
const tied = new Set();
for (const field of document.querySelectorAll("input, select, textarea, fieldset, [role=group], [role=radiogroup]")) {
  for (const id of (field.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean)) {
    if (document.getElementById(id)) tied.add(id);
    else faults.push(`described by what is not there (${id}): ${called(field)}`);
  }
  if (field.getAttribute("aria-invalid") === "true" && !field.getAttribute("aria-describedby")) {
    faults.push(`nothing says what is wrong with ${called(field)}`);
  }
}
const messages = [...document.querySelectorAll(".form-error-message")].filter((it) => it.checkVisibility());
for (const message of messages) {
  if (!tied.has(message.id)) faults.push(`an error is tied to no field: ${called(message)}`);
}
if (messages.length && !document.querySelector("[role=alert]")) faults.push("errors without an announcement (role=alert)");
return faults;
"#;

/// How far what was painted already moved while the page loaded. Zero is right.
pub(crate) fn layout_shift(browser: &Browser) -> f64 {
    browser
        .run_until_done(LAYOUT_SHIFT, &[])
        .as_f64()
        .expect("a number")
}

const LAYOUT_SHIFT: &str = r#"
const done = arguments[arguments.length - 1];
let sum = 0;
new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; })
  .observe({ type: "layout-shift", buffered: true });
requestAnimationFrame(() => setTimeout(() => done(sum), 30));
"#;

/// Lists requests to anybody but ourselves.
pub(crate) fn third_parties(traffic: &Traffic, origin: &str) -> Vec<String> {
    let ours = |url: &str| {
        url.starts_with(&format!("{origin}/"))
            || ["data:", "blob:", "about:", "chrome-extension://"]
                .iter()
                .any(|scheme| url.starts_with(scheme))
    };
    let foreign = traffic.requests.iter().filter(|it| !ours(&it.url));
    foreign
        .map(|it| format!("a request to somebody else: {}", it.url))
        .collect()
}

/// How the server answered the page, and in how many milliseconds.
pub(crate) fn answered(browser: &Browser) -> (u16, f64) {
    let said = browser.run(
        "const it = performance.getEntriesByType('navigation')[0]; \
         return [it.responseStatus, it.responseStart - it.requestStart];",
        &[],
    );
    let status = said[0].as_u64().unwrap_or_default();
    (status as u16, said[1].as_f64().unwrap_or_default())
}

fn strings(value: &Value) -> Vec<String> {
    let all: BTreeSet<String> = value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|it| it.as_str().map(str::to_owned))
        .collect();
    all.into_iter().collect()
}
