// <window-clock data-closes-at="…" look="chip|words">: how long WhatsApp lets us answer, by the server's clock.
// The server decides; this only counts. At the end it says `window-closed`, so that the page asks the server.

import { announce } from "../inbox/announce.js";
import { clock, otherDay, say, span } from "../inbox/words.js";

const SAFETY = 60_000; // the server stops a minute early
const MINUTE = 60_000;
const SOON = 4 * 60 * MINUTE;
const URGENT = 30 * MINUTE;
const TOLD_AT = [60, 15];

const loaded = Date.parse(document.querySelector("inbox-page")?.dataset.now ?? "");
const offset = Number.isNaN(loaded) ? 0 : loaded - Date.now();
const clocks = new Set();

export function now() {
  return Date.now() + offset;
}

setInterval(() => clocks.forEach((element) => element.show()), 5000);

class WindowClock extends HTMLElement {
  connectedCallback() {
    if (!this.dataset.closesAt) return;
    this.closes = Date.parse(this.dataset.closesAt);
    this.before = this.closes - SAFETY - now();
    clocks.add(this);
    this.show();
  }

  disconnectedCallback() {
    clocks.delete(this);
  }

  show() {
    const left = this.closes - SAFETY - now();
    const state = left <= 0 ? "closed" : left <= URGENT ? "urgent" : left <= SOON ? "soon" : "open";
    if (this.getAttribute("look") === "chip") this.showChip(state, left);
    else this.showWords(state, left);
    if (this.before > 0 && left <= 0) this.dispatchEvent(new CustomEvent("window-closed", { bubbles: true }));
    this.before = left;
  }

  showChip(state, left) {
    this.hidden = state === "open" || state === "closed";
    this.className = `chip chip--${state}`;
    this.write(span(left));
  }

  showWords(state, left) {
    const word = { open: "closesAt", closed: "closedSince" }[state] ?? "closesIn";
    const day = word === "closesIn" ? "" : otherDay(this.closes, now());
    this.className = `window window--${state}`;
    this.write(say(day ? `${word}Day` : word, { day, time: word === "closesIn" ? span(left) : clock(this.closes) }));
    if (!("announces" in this.dataset)) return;
    const passed = TOLD_AT.find((minutes) => this.before > minutes * MINUTE && left <= minutes * MINUTE);
    if (passed) announce(this.textContent);
    if (this.before > 0 && left <= 0) announce(say("windowClosed"));
  }

  write(text) {
    if (text && this.textContent !== text) this.textContent = text;
  }
}

customElements.define("window-clock", WindowClock);
