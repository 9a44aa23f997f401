// Messages on their way to the server. One at a time and in order; kept on this device until the server has them.
// Sending the same id again is harmless, so whatever is in doubt is sent again.

const NAME = "nxtchat-outbox";
const AGAIN = 3000;
const queue = [];
let isBusy = false;
let timer = 0;

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("entries", { keyPath: "id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/** Without storage (a private window) the queue still works, until the page is closed. */
async function stored(mode, act) {
  try {
    const database = await opened();
    return await new Promise((resolve, reject) => {
      const asked = act(database.transaction("entries", mode).objectStore("entries"));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    }).finally(() => database.close());
  } catch {
    return null;
  }
}

function tell(kind, entry, more = {}) {
  document.dispatchEvent(new CustomEvent("outbox", { detail: { kind, entry, ...more } }));
}

export function add(entry) {
  queue.push(entry);
  stored("readwrite", (entries) => entries.put(entry));
  flush();
}

/** What was written before a reload or a crash, by the same person. */
export async function restore(me) {
  const kept = (await stored("readonly", (entries) => entries.getAll())) ?? [];
  for (const entry of kept.sort((a, b) => a.at - b.at)) {
    if (entry.me !== me || queue.some((other) => other.id === entry.id)) continue;
    queue.push(entry);
    tell("waiting", entry);
  }
  flush();
}

export function waitingIn(conversation) {
  return queue.filter((entry) => entry.c === conversation);
}

export async function flush() {
  if (isBusy) return;
  isBusy = true;
  clearTimeout(timer);
  try {
    while (queue.length) {
      const entry = queue[0];
      if (!(await post(entry))) {
        tell("waiting", entry);
        timer = setTimeout(flush, AGAIN);
        return;
      }
      queue.shift();
      stored("readwrite", (entries) => entries.delete(entry.id));
    }
  } finally {
    isBusy = false;
  }
}

/** True once the server has decided about it, one way or the other. */
async function post(entry) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
  body.set("client_id", entry.id);
  body.set("text", entry.text);
  let answer, html;
  try {
    const signal = AbortSignal.timeout(20_000);
    answer = await fetch(entry.url, { method: "POST", body, headers: { "HX-Request": "true" }, signal });
    html = await answer.text();
  } catch {
    return false;
  }
  if (answer.status >= 500 || answer.status === 429) return false;
  if (answer.redirected || answer.status === 401 || answer.status === 403) tell("refused", entry, { html: "", isSignedOut: true });
  else if (answer.status === 201) tell("taken", entry, { html });
  else tell("refused", entry, { html: answer.status === 409 || answer.status === 422 ? html : "" });
  return true;
}

addEventListener("online", flush);
document.addEventListener("live-state", (event) => event.detail.online && flush());
