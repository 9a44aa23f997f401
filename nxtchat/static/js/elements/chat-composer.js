// <chat-composer>: replies and notes. What is sent shows at once; the server's own rendering of it takes its place.

import { keyOf } from "../inbox/grouping.js";
import * as outbox from "../inbox/outbox.js";
import { say } from "../inbox/words.js";
import { now } from "./window-clock.js";

const COUNTED_FROM = 200; // characters before the limit
const TOUCH = matchMedia("(pointer: coarse)");

function uuid() {
  // randomUUID exists on https and localhost only.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

class ChatComposer extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector("textarea");
    this.form = this.querySelector("form");
    this.problem = this.querySelector("#composer-problem");
    this.drafts = { reply: "", note: "" };
    this.form.addEventListener("submit", (event) => this.onSubmit(event));
    this.box.addEventListener("keydown", (event) => this.onKey(event));
    this.box.addEventListener("input", () => this.count());
    for (const link of this.querySelectorAll("a[data-mode]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.switchTo(link.dataset.mode);
      });
    }
    this.onOutbox = (event) => this.settle(event);
    document.addEventListener("outbox", this.onOutbox);
    this.conversation = Number(this.closest("[data-c]").dataset.c);
    for (const entry of outbox.waitingIn(this.conversation)) this.show(entry, true);
    for (const entry of outbox.takeBack(this.conversation)) this.giveBack(entry);
    this.count();
  }

  disconnectedCallback() {
    document.removeEventListener("outbox", this.onOutbox);
  }

  onKey(event) {
    if (event.key === "Escape") return document.getElementById("scroller")?.focus();
    // While a word is being composed (Hindi, Arabic, dead keys) Enter belongs to the keyboard; on touch it breaks.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return undefined;
    if (TOUCH.matches && !event.ctrlKey && !event.metaKey) return undefined;
    event.preventDefault();
    return this.form.requestSubmit();
  }

  switchTo(mode) {
    if (mode !== this.dataset.mode) {
      this.drafts[this.dataset.mode] = this.box.value;
      this.dataset.mode = mode;
      this.box.value = this.drafts[mode];
      const isNote = mode === "note";
      for (const link of this.querySelectorAll("a[data-mode]")) {
        if (link.dataset.mode === mode) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
      this.querySelector("#composer-hint").textContent = isNote ? say("onlyTeam") : "";
      this.querySelector("#composer-label").textContent = this.box.placeholder = say(isNote ? "writeNote" : "write");
      this.querySelector(".composer__verb").textContent = say(isNote ? "addNote" : "send");
      this.problem.replaceChildren();
      this.count();
    }
    this.box.focus();
  }

  count() {
    const left = Number(this.dataset.limit) - [...this.box.value].length;
    const line = this.querySelector("#composer-count");
    const isReply = this.dataset.mode === "reply";
    line.textContent = !isReply || left > COUNTED_FROM ? "" : left < 0 ? say("tooMany", { n: -left }) : say("left", { n: left });
    line.classList.toggle("composer__count--over", isReply && left < 0);
  }

  onSubmit(event) {
    event.preventDefault();
    const text = this.box.value.trim();
    if (!text) return this.box.focus();
    const mode = this.dataset.mode;
    if (mode === "reply" && [...text].length > Number(this.dataset.limit)) return this.count();
    const entry = { id: uuid(), text, mode, at: Date.now(), c: this.conversation, url: this.dataset[mode === "note" ? "notes" : "replies"], me: this.closest("inbox-page").dataset.me };
    this.box.value = "";
    this.problem.replaceChildren();
    this.count();
    this.show(entry, false);
    outbox.add(entry);
    return this.box.focus();
  }

  show(entry, isWaiting) {
    const id = `${entry.mode === "note" ? "note" : "message"}-${entry.id}`;
    if (document.getElementById(id)) {
      if (isWaiting) this.wait(entry);
      return;
    }
    const bubble = document.getElementById(`blank-${entry.mode}`).content.querySelector("li").cloneNode(true);
    bubble.id = id;
    bubble.dataset.key = keyOf(now());
    bubble.querySelector(".bubble__text, .note__text").textContent = entry.text;
    bubble.querySelector("local-time").setAttribute("datetime", new Date(now()).toISOString());
    bubble.querySelector("local-time").removeAttribute("title");
    this.dispatchEvent(new CustomEvent("said", { bubbles: true, detail: { item: bubble } }));
    if (isWaiting) this.wait(entry);
  }

  wait(entry) {
    const bubble = document.getElementById(`${entry.mode === "note" ? "note" : "message"}-${entry.id}`);
    bubble?.classList.add("said--waiting");
    const line = bubble?.querySelector(".bubble__waiting");
    if (line) line.textContent = say("waiting");
  }

  settle(event) {
    const { kind, entry } = event.detail;
    if (entry.c !== this.conversation) return;
    if (kind === "waiting") this.show(entry, true);
    if (kind !== "refused") return;
    event.preventDefault();
    this.giveBack(entry);
  }

  giveBack(entry) {
    document.getElementById(`${entry.mode === "note" ? "note" : "message"}-${entry.id}`)?.remove();
    // The words go back to whoever wrote them, before anything written since.
    if (entry.mode !== this.dataset.mode) this.switchTo(entry.mode);
    this.box.value = this.box.value ? `${entry.text}\n${this.box.value}` : entry.text;
    const reason = new DOMParser().parseFromString(entry.html, "text/html");
    this.problem.replaceChildren(...reason.body.children);
    if (!entry.html) this.problem.append(Object.assign(document.createElement("p"), { className: "composer__problem", role: "alert", textContent: say("refused") }));
    this.count();
    this.dispatchEvent(new CustomEvent("refused", { bubbles: true }));
  }
}

customElements.define("chat-composer", ChatComposer);
