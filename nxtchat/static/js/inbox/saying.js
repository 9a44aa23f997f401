// Forms that say more than words, in a dialog: <a data-asks> and <form data-asks> fill it, <form data-saying> sends.

import { csrfToken } from "./loader.js";
import { say } from "./words.js";

const dialog = () => document.getElementById("saying");

let asking = new AbortController(); // only what was asked last is shown, and nothing once the dialog was closed

async function ask(address) {
  asking.abort();
  const { signal } = (asking = new AbortController());
  const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal }).catch(() => null);
  if (signal.aborted) return undefined;
  if (!answer?.ok || answer.redirected) return location.assign(address);
  const html = await answer.text().catch(() => "");
  return signal.aborted ? undefined : fill(html);
}

function fill(html) {
  const part = new DOMParser().parseFromString(html, "text/html");
  dialog().replaceChildren(...part.body.children);
  if (!dialog().open) dialog().showModal();
  dialog().querySelector("[role=alert], .field__error, input:not([type=hidden]), a[data-asks]")?.focus();
}

async function send(form) {
  const headers = { "HX-Request": "true", "X-CSRFToken": csrfToken() };
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers }).catch(() => null);
  button.disabled = false;
  if (answer?.status === 201) {
    const part = new DOMParser().parseFromString(await answer.text(), "text/html");
    const item = part.querySelector("[data-key]");
    dialog().close();
    if (item) document.querySelector("inbox-page").dispatchEvent(new CustomEvent("said", { detail: { item } }));
  } else if (answer && [409, 422].includes(answer.status)) fill(await answer.text());
  else {
    const line = Object.assign(document.createElement("p"), { className: "composer__problem", role: "alert", textContent: say("refused") });
    form.prepend(line);
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-asks], #saying a[data-closes]");
  if (!link || event.ctrlKey || event.metaKey || !dialog()) return;
  event.preventDefault();
  const menu = link.closest("details.menu");
  menu?.querySelector("summary").focus(); // where the focus returns to
  menu?.removeAttribute("open");
  if (link.hasAttribute("data-asks")) ask(link.href);
});

document.addEventListener("close", ({ target }) => { if (target === dialog()) asking.abort(); }, true);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!dialog() || !form.matches("[data-asks], [data-saying]")) return;
  event.preventDefault();
  if (form.matches("[data-saying]")) send(form);
  else ask(`${form.action}?${new URLSearchParams(new FormData(form))}`);
});
