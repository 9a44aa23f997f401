// One connection to the live stream that does not give up: the browser's own reconnecting where it works, ours where
// it ends. Calls hear(event), online(yes or no) and refused() on its owner; `from()` says where to begin.

const OFFLINE_AFTER = 5000;
const SILENCE = 40000; // the server beats every 15 s; after this long the wire is dead, whatever TCP thinks
const KINDS = ["message.added", "message.changed", "conversation.changed", "note.added", "contact.changed", "event.changed",
  "template.changed", "number.changed", "notice.changed", "team.changed", "campaign.progress", "import.progress", "reset", "beat"];

export class Connection {
  constructor(src, { from, hear, online, refused }) {
    Object.assign(this, { src, from, hear, online, refused, tries: 0 });
  }

  get address() {
    return this.from() ? `${this.src}?after=${this.from()}` : this.src;
  }

  open() {
    this.source?.close();
    clearTimeout(this.again);
    const source = this.source = new EventSource(this.address);
    for (const kind of KINDS) {
      source.addEventListener(kind, ({ lastEventId, data }) => {
        this.expectBeat();
        this.hear({ ...JSON.parse(data), kind, id: lastEventId });
      });
    }
    source.addEventListener("open", () => this.settle());
    source.addEventListener("error", () => this.stumble());
    this.expectBeat();
  }

  close() {
    for (const timer of [this.silence, this.offline, this.again]) clearTimeout(timer);
    this.offline = null;
    this.source?.close();
    this.source = null;
  }

  settle() {
    this.tries = 0;
    clearTimeout(this.offline);
    this.offline = null;
    this.expectBeat();
    this.online(true);
  }

  expectBeat() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => { this.open(); this.stumble(); }, SILENCE);
  }

  stumble() { // the browser reconnects by itself, unless the server refused
    this.offline ??= setTimeout(() => this.online(false), OFFLINE_AFTER);
    if (this.source.readyState === EventSource.CLOSED) this.askWhy();
  }

  askWhy() { // EventSource does not say
    this.tries += 1;
    clearTimeout(this.again);
    this.again = setTimeout(async () => {
      const abort = new AbortController();
      const answer = await fetch(this.address, { signal: abort.signal }).catch(() => null);
      abort.abort();
      if (!this.source) return;
      if ([401, 403, 404].includes(answer?.status)) this.refused();
      else if (answer?.ok) this.open();
      else this.askWhy();
    }, Math.random() * Math.min(30000, 500 * 2 ** this.tries));
  }
}
