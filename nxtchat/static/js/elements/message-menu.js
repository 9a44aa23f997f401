// <message-menu>: what can be done with one message, in a dialog that all of them share: quote it, react to it.

import { csrfToken } from "../inbox/loader.js";
import { uuid } from "../inbox/uuid.js";
import { say } from "../inbox/words.js";

class MessageMenu extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.problem = this.querySelector("[role=alert]");
    this.closest("inbox-page").addEventListener("click", (event) => {
      const opener = event.target.closest(".said__more");
      if (opener) this.open(opener.closest("[data-pk]"));
    });
    this.querySelector("[data-quote]").addEventListener("click", () => this.quote());
    this.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.react(event.submitter?.dataset.emoji ?? this.querySelector("input").value.trim());
    });
  }

  open(message) {
    this.message = message;
    this.problem.textContent = this.querySelector("input").value = "";
    const bubble = message.querySelector(".bubble__text")?.textContent.trim() || message.querySelector(".media__title")?.textContent.trim() || "";
    this.words = bubble.slice(0, 140);
    this.querySelector("blockquote").textContent = this.words;
    this.querySelector("[data-back]").hidden = !message.querySelector(".reactions [data-ours]");
    const proof = this.querySelector("[data-proof]");
    if (proof) {
      proof.hidden = message.dataset.side !== "customer";
      proof.href = `${message.closest("#conversation").dataset.consent}?message=${this.asked}`;
    }
    this.dialog.showModal();
  }

  get asked() {
    return this.message.id.replace("message-", "");
  }

  quote() {
    this.dialog.close();
    document.dispatchEvent(new CustomEvent("quote", { detail: { id: this.asked, text: this.words } }));
  }

  async react(emoji) {
    const body = new FormData();
    body.set("client_id", uuid());
    body.set("emoji", emoji);
    const headers = { "HX-Request": "true", "X-CSRFToken": csrfToken() };
    const answer = await fetch(this.dataset.url.replace("/0/", `/${this.message.dataset.pk}/`), { method: "POST", body, headers }).catch(() => null);
    if (answer?.status === 201) return this.dialog.close(); // the live update shows it
    const told = answer && [409, 422].includes(answer.status) ? new DOMParser().parseFromString(await answer.text(), "text/html").body.textContent.trim() : "";
    this.problem.textContent = told || say("refused");
    return undefined;
  }
}

customElements.define("message-menu", MessageMenu);
