// What was typed and is not saved lies in the browser's own store, is offered
// back to whoever typed it, and goes once a page says that it was saved. A full
// or forbidden store must not stop anybody from working.
function ofPerson(key) {
  return key + "@" + document.body.dataset.person;
}
function stored(store, key) {
  try {
    return store.getItem(key);
  } catch {
    return null;
  }
}
function putIn(store, key, value) {
  try {
    if (value === null) {
      store.removeItem(key);
    } else {
      store.setItem(key, value);
    }
  } catch {
    return;
  }
}

// A form that was sent: what became of it the next page tells. One that was
// taken leads on to another address; one that was refused is answered at once,
// and what was typed into it stays.
const SENT = "lustrum-sent";
function isSent(key) {
  putIn(sessionStorage, SENT, key);
}
{
  const key = stored(sessionStorage, SENT);
  putIn(sessionStorage, SENT, null);
  const [way] = performance.getEntriesByType("navigation");
  if (key && way && way.type === "navigate" && way.redirectCount > 0) {
    putIn(localStorage, key, null);
  }
  for (const form of document.querySelectorAll("form[data-kept]")) {
    form.addEventListener("submit", () => isSent(ofPerson(form.dataset.kept)));
  }
}

// Whoever signed in again in another tab has another proof: every form of this
// page gets it. Says whether there is one.
async function renewProof(path) {
  const answer = await fetch(path, { credentials: "same-origin", redirect: "manual" });
  if (!answer.ok) {
    return false;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.querySelector("input[name=csrf]");
  if (!found) {
    return false;
  }
  for (const field of document.querySelectorAll("input[name=csrf]")) {
    field.value = found.value;
  }
  return true;
}

// Sends what `body` makes. A proof that is too old is renewed, once.
async function sendAgain(path, body, options) {
  const send = () => fetch(path, { method: "POST", body: body(), credentials: "same-origin", redirect: "manual", ...options });
  const answer = await send();
  if (answer.status === 403 && (await renewProof(options.page))) {
    return send();
  }
  return answer;
}

// What an earlier visit could not save is offered, never put in unasked. Where
// nothing can be put in any more, it can be read.
function offerKept(form, restore, discard, texts = []) {
  const words = form.dataset;
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
  inner.append(text);
  for (const kept of texts) {
    const block = document.createElement("p");
    block.className = "remark";
    block.textContent = kept;
    inner.append(block);
  }
  if (restore) {
    inner.append(button(words.restore, "button-primary", restore), " ");
  }
  inner.append(button(words.discard, "button-secondary", discard));
  offer.append(inner);
  form.before(offer);
}
