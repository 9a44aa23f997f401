// <local-when>: an <input type="datetime-local"> in the reader's own time zone, and a hidden field that says which.

class LocalWhen extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("[type=datetime-local]");
    this.offset = this.querySelector("[type=hidden]");
    this.querySelector("[data-zone]")?.remove();
    // What the server wrote is its own time; what it gives back with an offset is what was typed here.
    if (this.input.value && !this.offset.value) {
      const at = new Date(`${this.input.value}Z`);
      this.input.value = new Date(at - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
    }
    this.input.addEventListener("input", () => this.tell());
    this.tell();
  }

  tell() {
    this.offset.value = new Date(this.input.value).getTimezoneOffset() || 0;
  }
}

customElements.define("local-when", LocalWhen);
