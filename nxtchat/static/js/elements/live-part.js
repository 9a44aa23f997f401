// <live-part kind="campaign.changed" key="campaign" of="7"><div hx-trigger="look">…</div></live-part>
// Its child looks again when something happened to what it shows, and never more than once a second.

const PAUSE = 1000;

class LivePart extends HTMLElement {
  connectedCallback() {
    this.watching = new AbortController();
    const { signal } = this.watching;
    document.addEventListener("live", ({ detail }) => this.hear(detail.events), { signal });
    document.addEventListener("live-reset", () => this.soon(), { signal });
  }

  disconnectedCallback() {
    this.watching.abort();
    clearTimeout(this.waiting);
  }

  hear(events) {
    const [kind, key, of] = ["kind", "key", "of"].map((name) => this.getAttribute(name));
    if (events.some((event) => event.kind === kind && String(event[key]) === of)) this.soon();
  }

  soon() {
    this.waiting ??= setTimeout(() => {
      this.waiting = null;
      this.firstElementChild?.dispatchEvent(new Event("look"));
    }, PAUSE);
  }
}

customElements.define("live-part", LivePart);
