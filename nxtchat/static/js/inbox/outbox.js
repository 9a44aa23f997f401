// Messages on their way to the server. One at a time and in order; kept on this device until the server has them.
// Sending the same id again is harmless, so whatever is in doubt is sent again. Words that are not accepted go back to
// the box of their conversation, at once or when it is opened again.

import { alarm } from "./announce.js";
import { csrfToken } from "./loader.js";
import { say } from "./words.js";

const NAME = "nxtchat-outbox";
const AGAIN = 3000;
const DECIDED = "decided", UNHEARD = "unheard", SIGNED_OUT = "signed out";
const queue = [];
const returned = []; // not accepted, while another conversation was open
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

/** False when somebody took charge of it with `preventDefault`. */
function tell(kind, entry, more = {}) {
  return document.dispatchEvent(new CustomEvent("outbox", { cancelable: true, detail: { kind, entry, ...more } }));
}

function forget(entry) {
  stored("readwrite", (entries) => entries.delete(entry.id));
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
    if ("html" in entry) giveBack(entry);
    else {
      queue.push(entry);
      tell("waiting", entry);
    }
  }
  flush();
}

export function waitingIn(conversation) {
  return queue.filter((entry) => entry.c === conversation);
}

/** `entry.html`: why it was not accepted. */
function giveBack(entry) {
  if (tell("refused", entry)) {
    returned.push(entry);
    stored("readwrite", (entries) => entries.put(entry));
    alarm(say("failed"));
  } else forget(entry);
}

export function takeBack(conversation) {
  const found = returned.filter((entry) => entry.c === conversation);
  for (const entry of found) {
    returned.splice(returned.indexOf(entry), 1);
    forget(entry);
  }
  return found;
}

export async function flush() {
  if (isBusy) return;
  isBusy = true;
  clearTimeout(timer);
  try {
    while (queue.length) {
      const entry = queue[0];
      const outcome = await post(entry);
      if (outcome !== DECIDED) {
        tell("waiting", entry);
        if (outcome === SIGNED_OUT) document.dispatchEvent(new CustomEvent("live-signed-out"));
        else timer = setTimeout(flush, AGAIN);
        return;
      }
      queue.shift();
      if ("html" in entry) giveBack(entry);
      else forget(entry);
    }
  } finally {
    isBusy = false;
  }
}

/** What the server makes of it. Signed out is no decision: the words wait until somebody has signed in again. */
async function post(entry) {
  const isNote = entry.mode === "note";
  const body = isNote ? new FormData() : JSON.stringify({ ...entry.asked, client_id: entry.id });
  if (isNote) for (const [name, value] of [["client_id", entry.id], ["text", entry.text]]) body.set(name, value);
  const headers = { "HX-Request": "true", "X-CSRFToken": csrfToken(), ...(isNote ? {} : { "Content-Type": "application/json" }) };
  let answer, html;
  try {
    answer = await fetch(entry.url, { method: "POST", body, headers, signal: AbortSignal.timeout(20_000) });
    html = await answer.text();
  } catch {
    return UNHEARD;
  }
  if (answer.status >= 500 || answer.status === 429) return UNHEARD;
  if (answer.redirected || answer.status === 401 || answer.status === 403) return SIGNED_OUT;
  if (answer.status === 201) tell("taken", entry, { html });
  else entry.html = answer.status === 409 || answer.status === 422 ? html : "";
  return DECIDED;
}

addEventListener("online", flush);
document.addEventListener("live-state", (event) => event.detail.online && flush());
