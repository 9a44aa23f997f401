// <live-stream src="/live/" after="1763-0">: tells the page what changed, as events on `document`:
//   live            detail.events: [{kind, c, m, n}, …], collected for a moment
//   live-reset      look at everything on screen again
//   live-state      detail.online
//   live-signed-out nothing more will come
// All tabs share one connection, because a browser allows few: the tab that holds the lock leads and tells the others.
// Every tab knows the last id it was told, so whoever leads next begins there and nothing falls between.

import { Connection } from "../live/connection.js";

const COLLECT = 250;
const HIDDEN_TOO_LONG = 60000;
const KEPT = 500; // events kept for tabs that join

const isAfter = (id, other) => {
  const [a, b] = [id, other || "0-0"].map((text) => text.split("-").map(Number));
  return a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);
};
const say = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

class LiveStream extends HTMLElement {
  connectedCallback() {
    this.last = this.since = this.getAttribute("after") || ""; // told up to here; what came after `since` is in `kept`
    this.kept = [];
    this.pending = [];
    this.connection = new Connection(this.getAttribute("src"), {
      from: () => this.last,
      hear: (event) => { this.tell({ event }); this.take(event); },
      online: (online) => { this.tell({ online }); this.setOnline(online); },
      refused: () => { this.tell({ signedOut: true }); this.signOut(); },
    });
    this.watching = new AbortController();
    const { signal } = this.watching;
    window.addEventListener("pagehide", () => this.stop(), { signal });
    window.addEventListener("pageshow", (event) => event.persisted && this.start(), { signal });
    window.addEventListener("online", () => this.leads && this.connection.open(), { signal });
    document.addEventListener("visibilitychange", () => this.look(), { signal });
    this.start();
  }

  disconnectedCallback() {
    this.watching.abort();
    this.stop();
  }

  start() {
    if (!navigator.locks || !window.BroadcastChannel) return this.lead(); // plain http: each tab by itself
    const name = `live ${this.getAttribute("src")}`;
    this.tab = crypto.randomUUID();
    this.channel = new BroadcastChannel(name);
    this.channel.addEventListener("message", ({ data }) => this.listen(data));
    this.tell({ join: this.last, from: this.tab });
    this.waiting = new AbortController();
    return navigator.locks.request(name, { signal: this.waiting.signal }, () => this.lead()).catch(() => {});
  }

  lead() {
    this.leads = true;
    this.connection.open();
    this.tell({ lead: true }); // who joined while nobody led asks again
    return new Promise((release) => { this.release = release; });
  }

  stop() {
    this.waiting?.abort();
    this.connection.close();
    this.channel?.close();
    this.channel = null;
    this.leads = false;
    this.release?.();
  }

  tell(message) {
    this.channel?.postMessage(message);
  }

  listen({ event, join, lead, online, signedOut, from, to }) {
    if (to && to !== this.tab) return;
    if (event) this.take(event);
    if (lead) this.tell({ join: this.last, from: this.tab });
    if (online !== undefined) this.setOnline(online);
    if (signedOut) this.signOut();
    if (join !== undefined && this.leads) this.catchUp(join, from);
  }

  catchUp(after, to) { // a tab that was opened after we connected missed what we were told meanwhile
    if (!this.since || isAfter(this.since, after)) this.tell({ event: { kind: "reset", id: this.last }, to });
    else for (const event of this.kept) if (isAfter(event.id, after)) this.tell({ event, to });
    if (this.online !== undefined) this.tell({ online: this.online, to });
  }

  take({ id, ...event }) {
    if (event.kind === "reset") this.reset(id);
    else if (isAfter(id, this.last)) {
      this.last = id;
      if (event.kind !== "beat") this.collect({ id, ...event });
    }
    this.since ||= id;
  }

  collect(event) {
    this.kept.push(event);
    if (this.kept.length > KEPT) this.since = this.kept.shift().id;
    this.pending.push(event);
    this.collecting ??= setTimeout(() => this.flush(), COLLECT);
  }

  flush() {
    clearTimeout(this.collecting);
    this.collecting = null;
    const events = this.pending.splice(0).flatMap(({ id, all = [{}], ...event }) => all.map((each) => ({ ...event, ...each })));
    if (events.length) say("live", { events });
  }

  reset(id) {
    this.last = this.since = id;
    this.kept = [];
    this.flush();
    clearTimeout(this.resetting);
    this.resetting = setTimeout(() => say("live-reset"), Math.random() * 1000); // not everybody at the same moment
  }

  setOnline(online) {
    if (online === this.online) return;
    this.online = online;
    say("live-state", { online });
  }

  signOut() {
    this.stop();
    say("live-signed-out");
  }

  look() { // an event may be lost between commit and publishing, so what was long out of sight is looked at afresh
    if (document.hidden) this.hiddenAt = Date.now();
    else if (this.hiddenAt && Date.now() - this.hiddenAt > HIDDEN_TOO_LONG) say("live-reset");
  }
}

customElements.define("live-stream", LiveStream);
