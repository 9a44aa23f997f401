// What a screen reader hears: new messages politely, and many at once as a number.

import { say } from "./words.js";

const MANY = 3;
const WITHIN = 2000;
let heard = [];
let timer = 0;

export function announce(text) {
  heard.push(text);
  if (timer) return;
  timer = setTimeout(() => {
    const lines = heard.length > MANY ? [say("manyNew", { n: heard.length })] : heard;
    heard = [];
    timer = 0;
    speak("announcements", lines);
  }, lastSpokeLongAgo() ? 150 : WITHIN);
}

/** At once, whatever else is being read: something of one's own went wrong. */
export function alarm(text) {
  speak("alerts", [text]);
}

let last = 0;

function lastSpokeLongAgo() {
  return Date.now() - last > WITHIN;
}

function speak(id, lines) {
  const region = document.getElementById(id);
  if (!region) return;
  last = Date.now();
  for (const line of lines) {
    const paragraph = document.createElement("p");
    paragraph.textContent = line;
    region.append(paragraph);
  }
  while (region.children.length > 20) region.firstElementChild.remove();
}

/** A message as it is read out. */
export function spoken(name, item) {
  const said = [".bubble__text", ".bubble__gone", ".media__title"].map((part) => item.querySelector(part)).find(Boolean);
  return `${name}, ${item.querySelector("local-time").textContent}: ${said?.textContent.trim() ?? ""}`;
}
