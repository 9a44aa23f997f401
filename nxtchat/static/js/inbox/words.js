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

const DAY = 86_400_000;

/** "tomorrow", "Friday" or a date; nothing for today. */
export function otherDay(at, today = Date.now()) {
  const days = Math.round((new Date(at).setHours(0, 0, 0, 0) - new Date(today).setHours(0, 0, 0, 0)) / DAY);
  if (days === 0) return "";
  const locale = `${language}-u-nu-latn`;
  if (Math.abs(days) === 1) return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day");
  const look = days > 0 && days < 7 ? { weekday: "long" } : { day: "numeric", month: "long" };
  return new Intl.DateTimeFormat(locale, look).format(at);
}

export function clock(at) {
  return new Intl.DateTimeFormat(`${language}-u-nu-latn`, { hour: "numeric", minute: "2-digit" }).format(at);
}
