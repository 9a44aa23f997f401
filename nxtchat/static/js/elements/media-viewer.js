// <media-viewer>: a click on a picture of the thread opens it at full size; arrows lead to the others.

class MediaViewer extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.picture = this.querySelector("img");
    document.addEventListener("click", (event) => this.onClick(event));
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-step]");
      if (button) this.step(Number(button.dataset.step));
      else if (event.target === this.dialog) this.dialog.close();
    });
    this.dialog.addEventListener("keydown", (event) => this.onKey(event));
    this.dialog.addEventListener("close", () => this.picture.removeAttribute("src"));
  }

  onClick(event) {
    const link = event.target.closest("a[data-view]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.show(link);
    this.dialog.showModal();
  }

  onKey(event) {
    const ways = { ArrowLeft: -1, ArrowRight: 1 };
    if (!(event.key in ways)) return;
    event.preventDefault();
    this.step(ways[event.key] * (document.documentElement.dir === "rtl" ? -1 : 1));
  }

  get all() {
    return [...document.querySelectorAll("#items a[data-view]")];
  }

  step(by) {
    // The thread may have changed meanwhile, so the picture is found again by its address.
    const place = this.all.findIndex((link) => link.href === this.address);
    const next = place < 0 ? undefined : this.all[place + by];
    if (next) this.show(next);
  }

  show(link) {
    this.address = link.href;
    this.picture.src = link.href;
    this.picture.alt = link.querySelector("img").alt;
    this.querySelector("figcaption").textContent = this.picture.alt;
    const download = this.querySelector("[data-download]");
    download.href = link.href;
    download.download = link.dataset.name ?? "";
    const [before, after] = this.querySelectorAll("[data-step]");
    const place = this.all.indexOf(link);
    before.ariaDisabled = String(place <= 0);
    after.ariaDisabled = String(place === this.all.length - 1);
  }
}

customElements.define("media-viewer", MediaViewer);
