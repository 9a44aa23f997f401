// Everything on the screen asked for anew, after the stream could not say what was missed.

import { load } from "./loader.js";

const PAGES = 8; // of the thread, before it begins again instead

function said(part) {
  return [...part.querySelectorAll("[data-key]")].filter((item) => !item.closest("template"));
}

/** The list; and the open conversation, with everything said since what `items` shows. */
export async function askAnew(list, items) {
  const both = [load(list + location.search), items ? load(location.pathname + location.search) : null];
  const [rows, part] = await Promise.all(both);
  const fresh = part ? await bridge(items, part) : [];
  return { rows, part, fresh };
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
