// The list of conversations: rows that change, come, go and move.

import { placeRow, putRow } from "./place.js";

function sorted(rows) {
  return [...rows.querySelectorAll(":scope > [data-sort]")];
}

/** `asked`: the ids that were asked for; those that did not come back are not in this list any more. */
export function placeRows(rows, part, asked) {
  for (const fresh of part.querySelectorAll("#rows > [data-sort]")) placeRow(rows, fresh);
  for (const id of asked) if (!part.getElementById(`row-${id}`)) document.getElementById(`row-${id}`)?.remove();
  settle(rows);
}

/** The list as a whole page of it came: what stands between its rows and did not come is gone. */
export function replaceRows(rows, part) {
  const fresh = [...part.querySelectorAll("#rows > [data-sort]")];
  const last = part.querySelector("#rows > .rows__more") ? fresh.at(-1).dataset.sort : "";
  for (const row of sorted(rows)) if (row.dataset.sort >= last && !part.getElementById(row.id)) row.remove();
  for (const row of fresh) placeRow(rows, row);
  settle(rows);
}

/** Everything where it belongs, but a row that has the focus waits until it has lost it. */
export function settle(rows) {
  for (const row of sorted(rows)) if (!row.contains(document.activeElement)) putRow(rows, row);
  const empty = document.getElementById("list-empty");
  if (empty) empty.hidden = sorted(rows).length > 0;
}

/** Marks the open conversation, and gives J and K to its neighbours. */
export function markOpen(rows, conversation) {
  const links = sorted(rows).map((row) => row.querySelector("a"));
  const here = links.findIndex((link) => link.closest("li").id === `row-${conversation}`);
  links.forEach((link, index) => {
    if (index === here) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    const key = index === here + 1 ? "j" : index === here - 1 ? "k" : "";
    if (key) link.dataset.hotkey = key;
    else delete link.dataset.hotkey;
  });
}
