// Days and groups, as the reader's own calendar has them. Run again whenever something was put into the thread.

import { dayOf } from "../elements/local-time.js";

const GROUPED = 5 * 60_000;

export function timeOf(item) {
  return Number(item.dataset.key.slice(0, 17)) / 1000;
}

export function keyOf(milliseconds) {
  return `${String(Math.round(milliseconds * 1000)).padStart(17, "0")}-0-${"0".repeat(12)}`;
}

function separator(at) {
  const line = document.createElement("li");
  line.className = "day";
  const label = document.createElement("local-time");
  label.className = "day__label";
  label.setAttribute("look", "day");
  label.setAttribute("datetime", new Date(at).toISOString());
  line.append(label);
  return line;
}

export function regroup(items) {
  const lines = new Map([...items.querySelectorAll(":scope > .day")].map((line) => [line.nextElementSibling, line]));
  let before = null;
  for (const item of items.querySelectorAll(":scope > [data-key]")) {
    const at = timeOf(item);
    const opensDay = !before || dayOf(new Date(timeOf(before))) !== dayOf(new Date(at));
    const follows =
      !opensDay && item.dataset.side && item.dataset.side === before.dataset.side && at - timeOf(before) < GROUPED;
    item.classList.toggle("said--follows", Boolean(follows));
    const marked = item.previousElementSibling?.id === "unread" ? item.previousElementSibling : item;
    if (opensDay && !lines.has(marked)) items.insertBefore(separator(at), marked);
    if (opensDay) lines.delete(marked);
    before = item;
  }
  for (const line of lines.values()) line.remove();
}
