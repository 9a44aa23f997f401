// Putting what the server sent into its place, without taking the focus from anybody.

function process(element) {
  window.htmx?.process(element);
  return element;
}

/** A row of the list. The link itself stays, so that the focus does; a focused row does not move either. */
export function placeRow(rows, fresh) {
  const old = document.getElementById(fresh.id);
  const row = old ?? process(document.importNode(fresh, true));
  if (old) {
    const [mine, theirs] = [old.querySelector("a"), fresh.querySelector("a")];
    old.dataset.sort = fresh.dataset.sort;
    mine.className = theirs.className;
    mine.setAttribute("aria-label", theirs.getAttribute("aria-label"));
    mine.replaceChildren(...document.importNode(theirs, true).childNodes);
  }
  if (!old?.contains(document.activeElement)) putRow(rows, row);
}

/** Newest first. A row older than all that are loaded waits for its page. */
export function putRow(rows, row) {
  const others = [...rows.querySelectorAll(":scope > [data-sort]")].filter((other) => other !== row);
  const next = others.find((other) => other.dataset.sort < row.dataset.sort);
  const place = next ?? rows.querySelector(":scope > .rows__more");
  if (!next && place && !row.isConnected) return;
  if (!row.isConnected || row.nextElementSibling !== place) rows.insertBefore(row, place);
}

/** Something said. Returns "new", "changed" or "" when it belongs to a page that is not loaded. */
export function placeItem(items, fresh) {
  const old = document.getElementById(fresh.id);
  const item = document.importNode(fresh, true);
  if (old && old.dataset.key === item.dataset.key) {
    replaceKeepingFocus(old, process(item));
    return "changed";
  }
  const was = old ? "changed" : "new";
  const keyed = [...items.querySelectorAll(":scope > [data-key]")].filter((other) => other !== old);
  const isOlderThanAll = keyed.length > 0 && item.dataset.key < keyed[0].dataset.key;
  if (!old && isOlderThanAll && items.querySelector("#older")) return "";
  old?.remove();
  const before = keyed.findLast((other) => other.dataset.key < item.dataset.key);
  if (before) before.after(item);
  else items.insertBefore(item, keyed[0] ?? null);
  process(item);
  return was;
}

/** What was asked for and did not come stands here no longer: it is gone, or shown on the message it is about. */
export function dropGone(part, asked) {
  for (const id of asked) {
    if (!part.querySelector(`[data-pk="${id}"]`)) document.querySelector(`#items > [data-pk="${id}"]`)?.remove();
  }
}

/** Any other part of the page, by its id. An open menu stays open. */
function placePart(fresh) {
  const old = document.getElementById(fresh.id);
  if (!old || old.isEqualNode(fresh)) return;
  const part = document.importNode(fresh, true);
  for (const menu of old.querySelectorAll("details[id][open]")) {
    const twin = part.querySelector(`#${menu.id}`);
    if (twin) twin.open = true;
  }
  replaceKeepingFocus(old, process(part));
}

export function placeParts(part, ids) {
  for (const id of ids) {
    const fresh = part.getElementById(id);
    if (fresh) placePart(fresh);
  }
}

function replaceKeepingFocus(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const index = focused ? focusable(old).indexOf(focused) : -1;
  old.replaceWith(fresh);
  if (focused) (focusable(fresh)[index] ?? focusable(fresh)[0])?.focus({ preventScroll: true });
}

function focusable(root) {
  return [...root.querySelectorAll("a[href], button, summary, input, [tabindex]")];
}
