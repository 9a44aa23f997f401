// Everything on the screen asked for anew, after the stream could not say what was missed.

import { alarm } from "./announce.js";
import { load } from "./loader.js";
import { placeParts } from "./place.js";

const PAGES = 8; // of the thread, before it begins again instead

function said(part) {
  return [...part.querySelectorAll("[data-key]")].filter((item) => !item.closest("template"));
}

/** The list; and the open conversation, with everything said since what `items` shows. */
export async function askAnew(list, items) {
  const thread = items ? load(location.pathname + location.search).catch(goneOrRaise) : null;
  const [rows, part] = await Promise.all([load(list + location.search), thread]);
  const fresh = part ? await bridge(items, part) : [];
  return { rows, part, fresh };
}

function goneOrRaise(error) {
  if (error.message !== "404") throw error;
  return null;
}

/** What stands around the thread. When it did not come, whoever sits here may not see the conversation any more. */
export function placeHead(part) {
  const head = part?.getElementById("thread-header");
  if (!head) return showGone();
  placeParts(part, ["thread-header", "held", "limits", "composer-closed", "contact"]);
  if (head.dataset.c !== document.getElementById("conversation").dataset.c) follow(head);
}

/** The conversation goes on in another one, with the same person; what is being written stays in its box. */
function follow(head) {
  Object.assign(document.getElementById("conversation").dataset, head.dataset);
  history.replaceState(history.state, "", head.dataset.address + location.search);
  document.dispatchEvent(new Event("live-reset"));
}

/** In place of a conversation that is not there any more, or not for these eyes. */
function showGone() {
  const words = document.getElementById("blank-gone").content.firstElementChild.cloneNode(true);
  document.getElementById("conversation").replaceWith(words);
  alarm(words.textContent.trim().replace(/\s+/g, " "));
}

async function bridge(items, part) {
  let fresh = said(part.querySelector("#items"));
  let older = part.querySelector("#items > #older");
  const isLinked = () => fresh.some((item) => document.getElementById(item.id));
  if (items.querySelector("[data-key]:not(.said--waiting)")) {
    for (let page = 1; page < PAGES && older && !isLinked(); page += 1) {
      const earlier = await load(`${document.querySelector("#conversation").dataset.address}?before=${fresh[0].dataset.key}`);
      fresh = [...said(earlier), ...fresh];
      older = earlier.querySelector("#older");
    }
  }
  if (!isLinked()) begin(items, older);
  return fresh;
}

/** Nothing in common: what lies between is not known, so the thread begins again. */
function begin(items, older) {
  for (const old of items.querySelectorAll(":scope > li:not(.said--waiting)")) old.remove();
  if (older) items.prepend(document.importNode(older, true));
  window.htmx?.process(items);
}
