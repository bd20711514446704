// What every page gains from a script. Nothing depends on it: a page without
// scripts says and does the same, with one click more. Every file of this
// folder is joined into one.
"use strict";

// A form that was sent is not sent again by an impatient second click. Who stopped
// it, or still waits after this many milliseconds, may send it again.
const PATIENCE = 10000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") {
    return;
  }
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, PATIENCE);
});

// Coming back to a page by the browser's own way brings a form that was sent:
// it may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
  }
});
