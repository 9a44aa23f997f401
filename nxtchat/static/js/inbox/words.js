// The words that scripts say stand in the page, translated: <template id="words" data-…>.

const language = document.documentElement.lang || "en";

export function say(key, values = {}) {
  const words = document.getElementById("words")?.dataset[key] ?? "";
  return words.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
}

/** "24 min" or "3 hr", in the reader's language. */
export function span(milliseconds) {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  const [amount, unit] = minutes >= 60 ? [Math.floor(minutes / 60), "hour"] : [minutes, "minute"];
  return new Intl.NumberFormat(`${language}-u-nu-latn`, { style: "unit", unit, unitDisplay: "short" }).format(amount);
}

export function clock(at) {
  return new Intl.DateTimeFormat(`${language}-u-nu-latn`, { hour: "numeric", minute: "2-digit" }).format(at);
}
