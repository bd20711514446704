// Drafts save themselves. What was typed is sent a moment after the last key;
// while the connection is away, or the sign-in has ended, it is kept on this
// computer and offered back. Somebody else's newer version is never overwritten:
// the server says so, and pressing Save shows both. Without this script the
// button does the same.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const words = form.dataset;
  const status = form.querySelector(".draft-status");
  const store = "lustrum-draft:" + words.autosave;
  const wait = 1500;
  const retry = 15000;
  let timer = 0;
  let busy = false;
  let waiting = false;
  let stopped = false;

  const tell = (text) => {
    if (status.textContent !== text) {
      status.textContent = text;
    }
  };

  // What is typed, without what belongs to this page alone.
  const typed = () => {
    const fields = [];
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name.startsWith("/")) {
        fields.push([name, value]);
      }
    }
    return fields;
  };
  let sent = JSON.stringify(typed());

  // A full or forbidden store must not stop anybody from working.
  const keep = () => {
    try {
      localStorage.setItem(store, JSON.stringify({ version: form.elements.version.value, fields: typed() }));
    } catch {
      return;
    }
  };
  const forget = () => {
    try {
      localStorage.removeItem(store);
    } catch {
      return;
    }
  };
  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(store));
    } catch {
      return null;
    }
  };

  const later = (time) => {
    clearTimeout(timer);
    timer = setTimeout(save, time);
  };

  async function save() {
    if (stopped || form.dataset.sent) {
      return;
    }
    const now = JSON.stringify(typed());
    if (now === sent) {
      return;
    }
    if (busy) {
      waiting = true;
      return;
    }
    busy = true;
    tell(words.saving);
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && !name.startsWith("paste:")) {
        body.append(name, value);
      }
    }
    body.append("do", "save");
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body,
        headers: { accept: "application/json" },
        credentials: "same-origin",
        redirect: "manual",
      });
      if (answer.type === "opaqueredirect" || answer.status === 401) {
        keep();
        tell(words.signedOut);
        later(retry);
      } else if (answer.status === 409 && (answer.headers.get("content-type") || "").includes("json")) {
        // Nothing more is sent: the person decides.
        keep();
        stopped = true;
        tell(words.conflict);
      } else if (answer.ok) {
        const told = await answer.json();
        form.elements.version.value = told.version;
        for (const was of form.querySelectorAll("input[name$='!id']")) {
          const id = form.elements[was.name.slice(0, -3) + "/id"];
          if (id) {
            was.value = id.value.trim();
          }
        }
        sent = now;
        forget();
        tell(words.saved.replace("{time}", told.saved));
      } else if (answer.status >= 500) {
        keep();
        tell(words.offline);
        later(retry);
      } else {
        keep();
        tell(words.refused);
      }
    } catch {
      keep();
      tell(words.offline);
      later(retry);
    } finally {
      busy = false;
      if (waiting) {
        waiting = false;
        later(wait);
      }
    }
  }

  form.addEventListener("input", () => later(wait));
  form.addEventListener("change", () => later(wait));
  window.addEventListener("online", () => later(0));
  // Whoever signs in again in another tab and comes back need not wait.
  window.addEventListener("focus", () => later(0));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && JSON.stringify(typed()) !== sent) {
      keep();
      save();
    }
  });
  // What is saved by the button is not kept; should it fail, the browser's own
  // way back brings it.
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    forget();
  });

  // What an earlier visit could not save is offered, never put in unasked.
  const found = kept();
  if (found && JSON.stringify(found.fields) !== sent) {
    const offer = document.createElement("div");
    offer.className = "alert alert-warning";
    offer.setAttribute("role", "alert");
    const inner = document.createElement("div");
    inner.className = "alert-body";
    const text = document.createElement("p");
    text.className = "alert-text";
    text.textContent = words.found;
    const button = (label, kind, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "button " + kind;
      made.textContent = label;
      made.addEventListener("click", () => {
        act();
        offer.remove();
      });
      return made;
    };
    const restore = () => {
      const values = new Map();
      for (const [name, value] of found.fields) {
        values.set(name, [...(values.get(name) || []), value]);
      }
      for (const field of form.elements) {
        const all = values.get(field.name);
        if (!all || field.name.endsWith("!id")) {
          continue;
        }
        if (field.type === "checkbox") {
          field.checked = all.includes(field.value);
        } else if (field.type !== "hidden") {
          field.value = all[0];
        }
      }
      // It rests on the version that was read then: if somebody saved since,
      // both are shown.
      form.elements.version.value = found.version;
      later(0);
    };
    inner.append(text, button(words.restore, "button-primary", restore), " ", button(words.discard, "button-secondary", forget));
    offer.append(inner);
    form.before(offer);
  } else if (found) {
    forget();
  }
}
