// The line above the page, asked for again when something began or ended that keeps the team from working.

import { load } from "./inbox/loader.js";

const CONCERNS = new Set(["notice.changed", "number.changed"]);

async function look() {
  const part = await load("/inbox/banner/").catch(() => null); // it is in the next page again
  const [now, fresh] = [document.getElementById("banner"), part?.getElementById("banner")];
  if (now && fresh && now.innerHTML.trim() !== fresh.innerHTML.trim()) now.replaceChildren(...fresh.childNodes);
}

document.addEventListener("live", ({ detail }) => detail.events.some(({ kind }) => CONCERNS.has(kind)) && look());
document.addEventListener("live-reset", look);
