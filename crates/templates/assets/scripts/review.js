// Judging: drafts that keep themselves, and keys for those who want them. Without
// a script the buttons and links of the page do the same.
(() => {
  const form = document.getElementById("judgement-form");
  if (!form) {
    return;
  }

  // What is written is kept a moment after the last key, and again when it could
  // not be kept, until the form is sent. Until then it lies in the browser.
  const note = document.getElementById("draft-note");
  const path = form.dataset.draft;
  const store = ofPerson(form.dataset.kept);
  let timer = 0;
  let sending = null;
  let sent = false;
  const written = () => {
    const fields = new URLSearchParams();
    for (const name of ["csrf", "reason", "text", "due"]) {
      fields.set(name, form.elements[name].value);
    }
    const chosen = form.querySelector("input[name=verdict]:checked");
    fields.set("verdict", chosen ? chosen.value : "");
    return fields;
  };
  const judgement = () => {
    const fields = written();
    fields.delete("csrf");
    return fields.toString();
  };
  const atFirst = judgement();
  const keep = async () => {
    if (sent) {
      return;
    }
    sending = new AbortController();
    const now = judgement();
    try {
      const answer = await sendAgain(path, written, { signal: sending.signal, page: form.action });
      if (!answer.ok) {
        throw new Error(answer.status);
      }
      note.textContent = note.dataset.saved;
      if (now === judgement()) {
        putIn(localStorage, store, null);
      }
    } catch (error) {
      if (!sent) {
        note.textContent = note.dataset.lost;
        timer = setTimeout(keep, 10000);
      }
    }
  };
  form.addEventListener("input", () => {
    putIn(localStorage, store, judgement());
    if (path) {
      clearTimeout(timer);
      timer = setTimeout(keep, 1200);
    }
  });
  form.addEventListener("submit", () => {
    sent = true;
    setTimeout(() => (sent = false), PATIENCE);
    clearTimeout(timer);
    timer = 0;
    if (sending) {
      sending.abort();
    }
  });
  window.addEventListener("pageshow", () => {
    sent = false;
  });
  if (path) {
    // Whoever leaves in the middle of a sentence keeps it.
    window.addEventListener("pagehide", () => {
      if (timer && !sent) {
        navigator.sendBeacon(path, written());
      }
    });
  }
  const found = stored(localStorage, store);
  if (found && found !== atFirst) {
    const restore = () => {
      const fields = new URLSearchParams(found);
      for (const name of ["reason", "text", "due"]) {
        form.elements[name].value = fields.get(name) || "";
      }
      for (const radio of form.querySelectorAll("input[name=verdict]")) {
        radio.checked = radio.value === fields.get("verdict");
      }
      form.dispatchEvent(new Event("input"));
    };
    offerKept(form, restore, () => putIn(localStorage, store, null));
  } else if (found) {
    putIn(localStorage, store, null);
  }
})();

// Keys for a stage's pages, whether or not the one that is open can be judged:
// whoever walks through them passes criteria that are locked.
(() => {
  const form = document.getElementById("judgement-form");
  const box = document.getElementById("shortcuts");
  // Single letters only for those who turned them on, and never while typing.
  const KEY = "lustrum-shortcuts";
  const are = () => stored(localStorage, KEY) === "on";
  if (box) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-secondary";
    const show = () => {
      button.textContent = are() ? box.dataset.on : box.dataset.off;
      button.setAttribute("aria-pressed", String(are()));
    };
    button.addEventListener("click", () => {
      putIn(localStorage, KEY, are() ? "off" : "on");
      show();
    });
    show();
    box.querySelector("div").append(button);
  }
  document.addEventListener("keydown", (event) => {
    // A link opens in a new tab by the same keys.
    const judges = form && (form.contains(event.target) || !event.target.closest("a, button, summary, form"));
    if (judges && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[type=submit]"));
      return;
    }
    const typing = event.target.closest("input:not([type=radio]), textarea, select, [contenteditable]");
    if (!are() || typing || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const wanted = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!wanted) {
      return;
    }
    event.preventDefault();
    if (wanted.type === "radio") {
      wanted.checked = true;
      wanted.focus();
      wanted.dispatchEvent(new Event("input", { bubbles: true }));
    } else {
      wanted.click();
    }
  });
})();
