// <attach-files>: a button that opens the file chooser; what is pasted into the composer or dropped on the thread, too.

class AttachFiles extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.chooser = this.querySelector("input");
    this.querySelector("button").addEventListener("click", () => this.chooser.click());
    this.chooser.addEventListener("change", () => {
      this.hand([...this.chooser.files]);
      this.chooser.value = "";
    });
    this.listening = new AbortController();
    const on = (name, act) => this.thread.addEventListener(name, act, this.listening);
    this.thread = this.closest("#thread");
    on("paste", (event) => this.take(event, event.clipboardData));
    on("drop", (event) => { this.mark(false); this.take(event, event.dataTransfer); });
    on("dragover", (event) => { if ([...event.dataTransfer.types].includes("Files")) { event.preventDefault(); this.mark(true); } });
    on("dragleave", (event) => { if (!this.thread.contains(event.relatedTarget)) this.mark(false); });
  }

  disconnectedCallback() {
    this.listening.abort();
  }

  take(event, carried) {
    const files = [...(carried?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.hand(files);
  }

  mark(isOver) {
    this.thread.classList.toggle("thread--over", isOver);
  }

  hand(files) {
    if (files.length) document.dispatchEvent(new CustomEvent("attach", { detail: { files } }));
  }
}

customElements.define("attach-files", AttachFiles);
