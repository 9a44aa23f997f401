// <chat-composer>: replies with files and quotes, and notes. What is sent shows at once, see bubbles.js.

import { remove, show } from "../inbox/bubbles.js";
import { entriesOf } from "../inbox/entries.js";
import { csrfToken } from "../inbox/loader.js";
import * as outbox from "../inbox/outbox.js";
import { Tray } from "../inbox/tray.js";
import { say } from "../inbox/words.js";

const COUNTED_FROM = 200; // characters before the limit
const TYPING_EVERY = 10_000;
const TOUCH = matchMedia("(pointer: coarse)");
const LINK = /https?:\/\/\S/i;

class ChatComposer extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector("textarea");
    this.form = this.querySelector("form");
    this.problem = this.querySelector("#composer-problem");
    this.preview = this.querySelector("#composer-preview");
    this.quoted = this.querySelector("#composer-quote");
    this.tray = new Tray(this.querySelector("#composer-tray"), this.dataset.uploads);
    this.drafts = { reply: "", note: "" };
    this.form.addEventListener("submit", (event) => this.onSubmit(event));
    this.box.addEventListener("keydown", (event) => this.onKey(event));
    this.box.addEventListener("input", () => this.onInput());
    this.quoted.querySelector("button").addEventListener("click", () => { this.quote(null); this.box.focus(); });
    for (const link of this.querySelectorAll("a[data-mode]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.switchTo(link.dataset.mode);
      });
    }
    this.listening = new AbortController();
    document.addEventListener("outbox", (event) => this.settle(event), this.listening);
    document.addEventListener("quote", ({ detail }) => { this.switchTo("reply"); this.quote(detail); }, this.listening);
    document.addEventListener("attach", ({ detail }) => { this.switchTo("reply"); for (const file of detail.files) this.tray.bring(file, detail); }, this.listening);
    this.conversation = Number(this.closest("[data-c]").dataset.c);
    for (const entry of outbox.waitingIn(this.conversation)) show(this, entry, true);
    for (const entry of outbox.takeBack(this.conversation)) this.giveBack(entry);
    this.count();
  }

  disconnectedCallback() {
    this.listening.abort();
  }

  onKey(event) {
    if (event.key === "Escape") return document.getElementById("scroller")?.focus();
    // While a word is being composed (Hindi, Arabic, dead keys) Enter belongs to the keyboard; on touch it breaks.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return undefined;
    if (TOUCH.matches && !event.ctrlKey && !event.metaKey) return undefined;
    event.preventDefault();
    return this.form.requestSubmit();
  }

  onInput() {
    this.count();
    if (this.dataset.mode !== "reply" || !this.box.value || Date.now() - (this.typedAt ?? 0) < TYPING_EVERY) return;
    this.typedAt = Date.now();
    fetch(this.dataset.typing, { method: "POST", headers: { "X-CSRFToken": csrfToken() } }).catch(() => null);
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
    this.preview.hidden = !isReply || !LINK.test(this.box.value);
  }

  /** `about`: {id, text} of the message to quote, or null. */
  quote(about) {
    this.replyTo = about;
    this.quoted.hidden = !about;
    this.quoted.querySelector("blockquote").textContent = about?.text ?? "";
  }

  onSubmit(event) {
    event.preventDefault();
    const text = this.box.value.trim();
    const mode = this.dataset.mode;
    const files = mode === "reply" ? this.tray.ready : [];
    if (mode === "reply" && this.tray.isBusy) return this.complain(say("uploading"));
    if (!text && !files.length) return this.box.focus();
    if (mode === "reply" && [...text].length > Number(this.dataset.limit)) return this.count();
    const url = mode === "note" ? this.dataset.notes : this.dataset.messages;
    const around = { c: this.conversation, url, me: this.closest("inbox-page").dataset.me };
    const preview = this.preview.hidden || this.preview.querySelector("input").checked;
    const plain = files.map(({ id, name, size, kind, thumbnail, voice }) => ({ id, name, size, kind, thumbnail, voice }));
    for (const entry of entriesOf({ text, files: plain, mode, replyTo: this.replyTo, preview, ...around })) {
      show(this, entry, false);
      outbox.add(entry);
    }
    this.box.value = "";
    if (mode === "reply") { this.tray.take(files); this.quote(null); }
    this.problem.replaceChildren();
    this.count();
    return this.box.focus();
  }

  settle(event) {
    const { kind, entry } = event.detail;
    if (entry.c !== this.conversation) return;
    if (kind === "waiting") show(this, entry, true);
    if (kind !== "refused") return;
    event.preventDefault();
    this.giveBack(entry);
  }

  giveBack(entry) {
    remove(entry);
    // The words go back to whoever wrote them, before anything written since.
    if (entry.mode !== this.dataset.mode) this.switchTo(entry.mode);
    if (entry.text) this.box.value = this.box.value ? `${entry.text}\n${this.box.value}` : entry.text;
    if (entry.file) this.tray.restore(entry.file);
    if (entry.quote) this.quote(entry.quote);
    const reason = new DOMParser().parseFromString(entry.html, "text/html");
    this.problem.replaceChildren(...reason.body.children);
    if (!entry.html) this.complain(say("refused"));
    this.count();
    this.dispatchEvent(new CustomEvent("refused", { bubbles: true }));
  }

  complain(words) {
    this.problem.replaceChildren(Object.assign(document.createElement("p"), { className: "composer__problem", role: "alert", textContent: words }));
  }
}

customElements.define("chat-composer", ChatComposer);
