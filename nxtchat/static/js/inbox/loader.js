// Asks the server for fragments by id: what came up meanwhile goes into the next question, so answers stay in order.

const PORTION = 100;
const AGAIN = 3000;

export async function load(address) {
  const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(20_000) });
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** The newest one that is in the page: another tab may have signed in anew since the page was loaded. */
export function csrfToken() {
  const field = document.querySelector("#conversation [name=csrfmiddlewaretoken]");
  return field?.value ?? document.querySelector("inbox-page").dataset.csrf;
}

export async function tellRead(address) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", csrfToken());
  await fetch(address, { method: "POST", body }).catch(() => null);
}

export class Loader {
  constructor({ address, place }) {
    this.address = address;
    this.place = place;
    this.rows = new Set();
    this.messages = new Set();
    this.head = 0;
  }

  /** `head`: the open conversation, whose header, notes and turns may have changed. */
  want({ rows = [], messages = [], head = 0 }) {
    for (const id of rows) this.rows.add(id);
    for (const id of messages) this.messages.add(id);
    this.head = head || this.head;
    return this.drain();
  }

  async drain() {
    if (this.isBusy) return;
    this.isBusy = true;
    clearTimeout(this.timer);
    while (this.rows.size || this.messages.size || this.head) {
      const asked = { rows: take(this.rows), messages: take(this.messages), head: this.head };
      this.head = 0;
      try {
        await this.ask(asked);
      } catch {
        for (const id of asked.rows) this.rows.add(id);
        for (const id of asked.messages) this.messages.add(id);
        this.head ||= asked.head;
        this.timer = setTimeout(() => this.drain(), AGAIN);
        break;
      }
    }
    this.isBusy = false;
  }

  async ask({ rows, messages, head }) {
    const query = new URLSearchParams(location.search);
    if (rows.length) query.set("rows", rows.join(","));
    if (messages.length) query.set("messages", messages.join(","));
    if (head) query.set("c", head);
    this.place(await load(`${this.address}?${query}`), { rows, messages, head });
  }
}

function take(ids) {
  const some = [...ids].sort((a, b) => a - b).slice(0, PORTION);
  for (const id of some) ids.delete(id);
  return some;
}
