// <local-time datetime="…" look="time|day|short|full">: the same moment in the reader's own time zone.

const LOOKS = {
  time: { hour: "numeric", minute: "2-digit" },
  full: { dateStyle: "long", timeStyle: "short" },
  date: { dateStyle: "medium" },
};

const LANGUAGE = `${document.documentElement.lang || "en"}-u-nu-latn`;
const formats = {};

function format(look, at) {
  formats[look] ??= new Intl.DateTimeFormat(LANGUAGE, LOOKS[look]);
  return formats[look].format(at);
}

export function dayOf(at) {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

function relativeDay(at) {
  const days = Math.round((dayOf(new Date()) - dayOf(at)) / 86_400_000);
  if (days === 0 || days === 1) {
    const words = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" }).format(-days, "day");
    return words.charAt(0).toLocaleUpperCase(LANGUAGE) + words.slice(1);
  }
  const look = days > 0 && days < 7 ? { weekday: "long" } : { dateStyle: "long" };
  return new Intl.DateTimeFormat(LANGUAGE, look).format(at);
}

/** Today the time, this week the weekday, earlier the date. */
function short(at) {
  const days = Math.round((dayOf(new Date()) - dayOf(at)) / 86_400_000);
  if (days <= 0) return format("time", at);
  const look = days < 7 ? { weekday: "short" } : { day: "numeric", month: "short" };
  return new Intl.DateTimeFormat(LANGUAGE, look).format(at);
}

class LocalTime extends HTMLElement {
  static observedAttributes = ["datetime"];

  connectedCallback() {
    this.show();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.show();
  }

  show() {
    const at = new Date(this.getAttribute("datetime"));
    if (Number.isNaN(at.getTime())) return;
    const look = this.getAttribute("look") || "time";
    const words = look === "day" ? relativeDay(at) : look === "short" ? short(at) : format(look, at);
    if (this.textContent !== words) this.textContent = words;
    if (look !== "full" && !this.title) this.title = format("full", at);
  }
}

customElements.define("local-time", LocalTime);
