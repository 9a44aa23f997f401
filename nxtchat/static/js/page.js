// What every signed-in page has: dialogs that open, and keys that press visible buttons.

import "./hotkeys.js";
import "./elements/local-time.js";

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog")?.close();
  // One menu at a time, and a click elsewhere closes it.
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// What waits on this device to be sent is customers' data: it stays for no one else.
document.addEventListener("submit", (event) => {
  if (event.target.matches('form[action$="/sign-out/"]')) indexedDB.deleteDatabase("nxtchat-outbox");
});

// An answer that is no part of this page (gone, not allowed, broken) is shown as a page of its own.
document.addEventListener("htmx:before:response", (event) => {
  const { request, response } = event.detail.ctx;
  if (response.status < 400 || [401, 409, 422].includes(response.status)) return;
  event.preventDefault();
  if (request.method === "GET") location.assign(request.action);
  else location.reload();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
  event.stopImmediatePropagation();
});
