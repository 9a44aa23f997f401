// What is being sent, shown at once; the server's own rendering of it takes its place.

import { now } from "../elements/window-clock.js";
import { keyOf } from "./grouping.js";
import { say } from "./words.js";

const idOf = (entry) => `${entry.mode === "note" ? "note" : "message"}-${entry.id}`;

/** Tells `owner`'s page of it. `isWaiting`: there is no connection. */
export function show(owner, entry, isWaiting) {
  if (!document.getElementById(idOf(entry))) {
    const bubble = document.getElementById(`blank-${entry.mode}`).content.querySelector("li").cloneNode(true);
    bubble.id = idOf(entry);
    bubble.dataset.key = keyOf(now());
    bubble.querySelector(".bubble__text, .note__text").textContent = entry.text || entry.file?.name || "";
    bubble.querySelector("local-time").setAttribute("datetime", new Date(now()).toISOString());
    bubble.querySelector("local-time").removeAttribute("title");
    owner.dispatchEvent(new CustomEvent("said", { bubbles: true, detail: { item: bubble } }));
  }
  if (!isWaiting) return;
  const bubble = document.getElementById(idOf(entry));
  bubble?.classList.add("said--waiting");
  const line = bubble?.querySelector(".bubble__waiting");
  if (line) line.textContent = say("waiting");
}

export function remove(entry) {
  document.getElementById(idOf(entry))?.remove();
}
