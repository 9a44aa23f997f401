// <thread-scroller>: stays at the newest message while the reader is there, keeps the place while they read older
// ones, loads those when the end comes into sight, and lets go of the farthest when there are too many.

import { regroup } from "../inbox/grouping.js";
import { say } from "../inbox/words.js";

const NEAR = 100;
const MOST = 300;
const SLACK = 20;

class ThreadScroller extends HTMLElement {
  connectedCallback() {
    this.items = this.querySelector("#items");
    this.pill = document.getElementById("pill");
    this.missed = 0;
    this.sticks = true;
    regroup(this.items);
    const unread = this.querySelector("#unread");
    if (unread && this.scrollHeight > this.clientHeight) {
      this.scrollTop = unread.offsetTop - this.clientHeight / 3;
      this.sticks = this.isAtEnd();
    } else this.toEnd();
    this.fromEnd = this.scrollHeight - this.scrollTop;
    this.addEventListener("scroll", () => this.onScroll(), { passive: true });
    this.pill?.addEventListener("click", () => this.toEnd());
    this.changes = new MutationObserver((records) => this.onChange(records));
    this.changes.observe(this.items, { childList: true });
    this.sizes = new ResizeObserver(() => this.sticks && this.toEnd());
    this.sizes.observe(this);
    this.sizes.observe(this.items);
    this.sight = new IntersectionObserver((seen) => this.onSight(seen), { root: this, rootMargin: "200px 0px 0px" });
    this.watchOlder();
    this.dispatchEvent(new CustomEvent("conversation-opened", { bubbles: true }));
  }

  disconnectedCallback() {
    for (const observer of [this.changes, this.sizes, this.sight]) observer?.disconnect();
  }

  isAtEnd() {
    return this.scrollHeight - this.scrollTop - this.clientHeight < NEAR;
  }

  toEnd() {
    this.scrollTop = this.scrollHeight;
    this.sticks = true;
    this.missed = 0;
    this.showPill();
  }

  onScroll() {
    this.sticks = this.isAtEnd();
    this.fromEnd = this.scrollHeight - this.scrollTop;
    if (this.sticks) this.missed = 0;
    this.showPill();
  }

  /** Called by the page after it put something new at the end. */
  arrived(count) {
    if (this.sticks) this.trim();
    else this.missed += count;
    this.showPill();
  }

  showPill() {
    if (!this.pill) return;
    this.pill.hidden = this.missed === 0;
    this.pill.textContent = `↓ ${say("newBelow", { n: this.missed })}`;
  }

  onChange(records) {
    const keyed = this.items.querySelector("[data-key]");
    const isPrepended = records.some((record) => [...record.addedNodes].includes(keyed));
    if (isPrepended) {
      regroup(this.items);
      if (!this.sticks) this.scrollTop = this.scrollHeight - this.fromEnd;
    }
    this.fromEnd = this.scrollHeight - this.scrollTop;
    this.watchOlder();
  }

  watchOlder() {
    const older = this.querySelector("#older");
    if (older === this.older) return;
    if (this.older) this.sight.unobserve(this.older);
    this.older = older;
    if (older) this.sight.observe(older);
  }

  onSight(seen) {
    // Only for somebody who scrolled up to it; a short thread does not load itself.
    if (seen.some((entry) => entry.isIntersecting) && !this.sticks) this.older?.querySelector("a").click();
  }

  trim() {
    const said = [...this.items.querySelectorAll("[data-key]")];
    if (said.length <= MOST + SLACK) return;
    for (const item of said.slice(0, said.length - MOST)) item.remove();
    const first = this.items.querySelector("[data-key]");
    this.older?.remove();
    const link = document.getElementById("blank-older").content.cloneNode(true).firstElementChild;
    const anchor = link.querySelector("a");
    anchor.href = `?before=${first.dataset.key}`;
    anchor.setAttribute("hx-get", `${anchor.getAttribute("hx-get")}?before=${first.dataset.key}`);
    this.items.prepend(link);
    window.htmx?.process(link);
    regroup(this.items);
  }
}

customElements.define("thread-scroller", ThreadScroller);
