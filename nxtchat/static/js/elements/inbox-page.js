// <inbox-page>: hears which ids changed, asks for their fragments, and puts each into its place.

import { alarm, announce, spoken } from "../inbox/announce.js";
import { regroup } from "../inbox/grouping.js";
import { markOpen, placeRows, replaceRows, settle } from "../inbox/list.js";
import { Loader, tellRead } from "../inbox/loader.js";
import * as outbox from "../inbox/outbox.js";
import { dropGone, placeItem, placeParts } from "../inbox/place.js";
import { askAnew, placeHead } from "../inbox/resync.js";
import { say } from "../inbox/words.js";

const OFFLINE_AFTER = 5000;
const SEEN_AFTER = 1000;
const AGAIN = 3000;

class InboxPage extends HTMLElement {
  connectedCallback() {
    this.loader = new Loader({ address: this.dataset.fragments, place: (part, asked) => this.place(part, asked) });
    this.rows = this.querySelector("#rows");
    document.addEventListener("live", ({ detail }) => this.hear(detail.events));
    document.addEventListener("live-reset", () => this.resync());
    document.addEventListener("live-state", ({ detail }) => this.showOnline(detail.online));
    document.addEventListener("live-signed-out", () => (this.querySelector("#signed-out").hidden = false));
    document.addEventListener("outbox", ({ detail }) => detail.kind === "taken" && this.take(detail));
    document.addEventListener("visibilitychange", () => this.markRead());
    addEventListener("focus", () => this.markRead());
    addEventListener("pageshow", (event) => event.persisted && this.resync());
    this.addEventListener("said", ({ detail }) => this.put([detail.item], { isOwn: true }));
    this.addEventListener("conversation-opened", () => this.onOpened());
    this.addEventListener("window-closed", (event) => this.onWindowClosed(event.target));
    this.addEventListener("refused", () => this.loader.want({ head: this.c }));
    // A key that presses the row is no click of a hand: whoever walks with J and K stays out of the box.
    this.rows.addEventListener("click", (event) => (this.isWalking = !event.isTrusted));
    this.rows.addEventListener("focusout", () => setTimeout(() => settle(this.rows)));
    this.querySelector("#status")?.addEventListener("change", (event) => event.target.form.requestSubmit());
    markOpen(this.rows, this.c);
    outbox.restore(this.dataset.me);
  }

  get opened() {
    return this.querySelector("#conversation[data-c]");
  }

  get c() {
    return Number(this.opened?.dataset.c ?? 0);
  }

  hear(events) {
    const here = events.filter((event) => event.c && event.c === this.c);
    this.loader.want({
      rows: events.filter((event) => event.c).map((event) => event.c),
      messages: here.filter((event) => event.m && event.kind.startsWith("message.")).map((event) => event.m),
      // A customer's message may have opened the window, so the header is asked for too.
      head: here.some((event) => event.kind !== "message.changed") ? this.c : 0,
    });
  }

  place(part, { rows, messages, head }) {
    placeRows(this.rows, part, rows);
    placeParts(part, ["views"]);
    dropGone(part, messages);
    this.put([...part.querySelectorAll("#items > [data-key]")]);
    if (head && head === this.c) placeHead(part);
    markOpen(this.rows, this.c);
  }

  /** Items into the thread: said by somebody, or by whoever sits here. */
  put(fresh, { isOwn = false } = {}) {
    const items = this.querySelector("#items");
    if (!items) return;
    const scroller = this.querySelector("thread-scroller");
    let arrived = 0;
    let isHeard = false;
    for (const item of fresh.filter(({ dataset }) => Number(dataset.c) === this.c)) {
      const was = document.getElementById(item.id)?.dataset.status;
      const outcome = placeItem(items, item);
      if (outcome === "new") arrived += 1;
      if (outcome === "new" && "mine" in item.dataset) document.getElementById("unread")?.remove();
      if (outcome === "new" && item.dataset.side === "customer") {
        isHeard = true;
        announce(spoken(this.opened.dataset.name, item));
      }
      if (was && was !== "failed" && item.dataset.status === "failed" && "mine" in item.dataset) {
        alarm(`${say("failed")} ${item.querySelector(".trouble p")?.textContent ?? ""}`);
      }
    }
    regroup(items);
    if (isOwn) scroller.toEnd();
    else if (arrived) scroller.arrived(arrived);
    if (isHeard) this.markRead();
  }

  take({ entry, html }) {
    if (entry.c !== this.c) return;
    const part = new DOMParser().parseFromString(html, "text/html");
    this.put([...part.querySelectorAll("[data-key]")]);
  }

  async resync() {
    try {
      const items = this.querySelector("#items");
      const { rows, part, fresh } = await askAnew(this.dataset.list, items);
      replaceRows(this.rows, rows);
      this.put(fresh);
      if (items) placeHead(part);
      placeParts(rows, ["views"]);
      markOpen(this.rows, this.c);
    } catch {
      setTimeout(() => this.resync(), AGAIN);
    }
  }

  onOpened() {
    document.title = document.title.replace(/^.*(?= · [^·]*$)/, this.opened.dataset.name);
    markOpen(this.rows, this.c);
    this.loader.want({ rows: [this.c] });
    const box = this.querySelector("#composer-text");
    const isFine = matchMedia("(pointer: fine)").matches;
    if (this.opened.classList.contains("conversation--contact")) this.querySelector(".person__back")?.focus();
    else if (isFine && !this.isWalking && box?.getClientRects().length) box.focus({ preventScroll: true });
    else this.querySelector("#thread-name")?.focus({ preventScroll: true });
    this.isWalking = false;
  }

  onWindowClosed(clock) {
    const row = clock.closest("[data-sort]");
    this.loader.want(row ? { rows: [Number(row.id.slice(4))] } : { head: this.c });
  }

  /** Read is what was in front of somebody for a second. */
  markRead() {
    clearTimeout(this.reading);
    this.reading = setTimeout(async () => {
      if (document.hidden || !document.hasFocus() || !this.opened) return;
      const conversation = this.c;
      await tellRead(this.opened.dataset.read);
      this.loader.want({ rows: [conversation] });
    }, SEEN_AFTER);
  }

  showOnline(isOnline) {
    clearTimeout(this.offline);
    const strip = this.querySelector("#offline");
    if (isOnline) strip.hidden = true;
    else this.offline = setTimeout(() => (strip.hidden = false), OFFLINE_AFTER);
  }
}

customElements.define("inbox-page", InboxPage);
