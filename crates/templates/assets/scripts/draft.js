// Drafts save themselves. What was typed is sent a moment after the last key;
// while the connection is away, or the sign-in has ended, it is kept on this
// computer and offered back. Somebody else's newer version is never overwritten:
// the server says so, and pressing Save shows both. Without this script the
// button does the same.
function keptOf(store) {
  try {
    return JSON.parse(stored(localStorage, store));
  } catch {
    return null;
  }
}
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const words = form.dataset;
  const status = form.querySelector(".draft-status");
  const store = ofPerson("lustrum-draft:" + words.autosave);
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

  const keep = () => {
    const { version, base } = form.elements;
    const kept = { version: version.value, base: base ? base.value : "", fields: typed() };
    putIn(localStorage, store, JSON.stringify(kept));
  };
  const forget = () => putIn(localStorage, store, null);

  // What is wrong with what was saved, and what the checks say of it, stands beside
  // its field, as on a page that is asked for anew.
  const note = (field, end, look, text) => {
    const id = field.id + end;
    const tied = new Set((field.getAttribute("aria-describedby") || "").split(" ").filter(Boolean));
    let said = document.getElementById(id);
    if (text) {
      if (!said) {
        said = document.createElement("span");
        said.id = id;
        said.className = look;
        const cell = field.closest("td");
        if (cell) {
          cell.append(said);
        } else {
          (field.querySelector(".draft-ticks") || field).before(said);
        }
      }
      said.textContent = text;
      tied.add(id);
    } else {
      if (said) {
        said.remove();
      }
      tied.delete(id);
    }
    if (tied.size > 0) {
      field.setAttribute("aria-describedby", [...tied].join(" "));
    } else {
      field.removeAttribute("aria-describedby");
    }
  };
  const mark = (notes) => {
    for (const field of form.elements) {
      const isField = field.type === "fieldset" || (field.type !== "checkbox" && field.name.startsWith("/"));
      if (!field.id || !isField) {
        continue;
      }
      const fault = notes.faults[field.id];
      note(field, "-fault", "form-error-message", fault);
      note(field, "-advice", "draft-advice", notes.advice[field.id]);
      field.closest("td, .form-group").classList.toggle("form-error", Boolean(fault));
      if (fault) {
        field.setAttribute("aria-invalid", "true");
      } else {
        field.removeAttribute("aria-invalid");
      }
    }
    const top = document.querySelector("[data-faults]");
    if (top) {
      for (const way of top.querySelectorAll("a")) {
        if (!notes.faults[way.hash.slice(1)]) {
          way.closest("li").remove();
        }
      }
      if (!top.querySelector("li")) {
        top.remove();
      }
    }
  };

  const later = (time) => {
    clearTimeout(timer);
    timer = setTimeout(save, time);
  };

  async function save() {
    if (stopped) {
      return;
    }
    // The button sent it. If that was stopped, this goes on.
    if (form.dataset.sent) {
      later(retry);
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
    const body = () => {
      const fields = new URLSearchParams();
      for (const [name, value] of new FormData(form)) {
        if (typeof value === "string" && !name.startsWith("paste:")) {
          fields.append(name, value);
        }
      }
      fields.append("do", "save");
      return fields;
    };
    try {
      const headers = { accept: "application/json" };
      const answer = await sendAgain(form.action, body, { headers, page: form.action });
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
        if (form.elements.base) {
          form.elements.base.value = told.base;
        }
        for (const was of form.querySelectorAll("input[name$='!id']")) {
          const name = was.name.slice(0, -3);
          const id = form.elements[name + "/id"];
          const file = form.elements[name + "/upload"];
          if (id) {
            was.value = id.value.trim();
          } else if (file && file.value) {
            was.value = file.value;
          }
        }
        sent = now;
        forget();
        let nowSaved = words.saved.replace("{time}", told.saved);
        if (told.notes) {
          mark(told.notes);
          nowSaved += told.notes.wrong ? ". " + told.notes.wrong : "";
        }
        tell(nowSaved);
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
  // What is sent by the button is kept until a page says that it was saved.
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    if (JSON.stringify(typed()) !== sent) {
      keep();
    }
    isSent(store);
  });

  const found = keptOf(store);
  if (found && JSON.stringify(found.fields) !== sent) {
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
      if (form.elements.base) {
        form.elements.base.value = found.base || "";
      }
      later(0);
    };
    offerKept(form, restore, forget);
  } else if (found) {
    forget();
  }
}

// A draft that was closed while somebody wrote takes nothing more, but what they
// wrote lies here still. What the page says already is not said twice.
for (const place of document.querySelectorAll("[data-unsaved]")) {
  const store = ofPerson("lustrum-draft:" + place.dataset.unsaved);
  const found = keptOf(store);
  const said = [...place.querySelectorAll("[name], [data-name]")];
  const isShown = (name, value) =>
    said.some((it) => (it.name || it.dataset.name) === name && (it.value ?? it.textContent).trim() === value.trim());
  const texts = (found ? found.fields : [])
    .filter(([name, value]) => value.trim() && !/(!id|\/upload|\/page)$/.test(name) && !isShown(name, value))
    .map(([name, value]) => `${name.slice(1)}: ${value}`);
  if (texts.length > 0) {
    offerKept(place, null, () => putIn(localStorage, store, null), texts);
  }
}
