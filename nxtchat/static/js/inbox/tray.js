// Files that go with the next answer: brought to the server at once, each with how far it is and a way to drop it.

import { announce } from "./announce.js";
import { csrfToken } from "./loader.js";
import { say } from "./words.js";

const measure = (bytes) => {
  const [amount, unit] = bytes < 1e6 ? [bytes / 1e3, "kilobyte"] : [bytes / 1e6, "megabyte"];
  return new Intl.NumberFormat(document.documentElement.lang || "en", { style: "unit", unit, maximumFractionDigits: 1 }).format(amount);
};

export class Tray {
  /** `list`: the <ul>; `url`: where files are brought. */
  constructor(list, url) {
    Object.assign(this, { list, url, files: [] });
  }

  get ready() {
    return this.files.filter((file) => file.id);
  }

  get isBusy() {
    return this.files.some((file) => file.request);
  }

  bring(found, { voice = false } = {}) {
    const file = { name: found.name, size: found.size, voice };
    file.element = this.draw(file);
    this.files.push(file);
    const body = new FormData();
    body.set("file", found, found.name);
    if (voice) body.set("voice", "on");
    const request = file.request = new XMLHttpRequest(); // fetch cannot tell how far it is
    request.upload.addEventListener("progress", ({ loaded, total }) => { file.bar.value = loaded / total; });
    request.addEventListener("load", () => this.settle(file, request));
    request.addEventListener("error", () => this.refuse(file, say("notUploaded")));
    request.open("POST", this.url);
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.responseType = "json";
    request.send(body);
  }

  /** One that is at the server already comes back. */
  restore({ id, name, size, kind, thumbnail, voice }) {
    const file = { id, name, size, kind, thumbnail, voice };
    file.element = this.draw(file);
    this.files.push(file);
    this.picture(file);
  }

  settle(file, request) {
    if (request.status !== 201) return this.refuse(file, request.response?.problem ?? say("notUploaded"));
    file.request = null;
    const { id, kind, thumbnail, url, name } = request.response;
    Object.assign(file, { id, kind, thumbnail, url, name: name || file.name });
    this.picture(file);
    announce(say("attached", { name: file.name }));
    return undefined;
  }

  refuse(file, words) {
    file.request = null;
    file.bar.remove();
    file.line.textContent = words;
    file.line.setAttribute("role", "alert");
    file.element.classList.add("tray__file--refused");
  }

  picture(file) {
    file.bar.remove();
    if (file.kind === "audio" && file.url) file.line.after(Object.assign(document.createElement("audio"), { src: file.url, controls: true, preload: "none" }));
    else if (file.thumbnail) file.element.prepend(Object.assign(document.createElement("img"), { src: file.thumbnail, alt: "", className: "tray__picture" }));
  }

  draw(file) {
    const element = document.getElementById("blank-file").content.firstElementChild.cloneNode(true);
    file.bar = element.querySelector("progress");
    file.line = element.querySelector(".tray__size");
    element.querySelector(".tray__name").textContent = file.name;
    file.line.textContent = measure(file.size);
    const drop = element.querySelector("button");
    drop.setAttribute("aria-label", `${drop.title}: ${file.name}`);
    drop.addEventListener("click", () => this.drop(file));
    this.list.append(element);
    this.list.hidden = false;
    return element;
  }

  drop(file) {
    file.request?.abort();
    if (file.id) fetch(file.url ?? `/inbox/media/${file.id}/`, { method: "DELETE", headers: { "X-CSRFToken": csrfToken() } }).catch(() => null);
    this.take([file]);
  }

  /** They are on their way, or dropped. */
  take(files) {
    for (const file of files) file.element.remove();
    this.files = this.files.filter((file) => !files.includes(file));
    this.list.hidden = !this.files.length;
  }
}
