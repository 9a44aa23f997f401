// A letter presses a visible button: <button data-hotkey="e">. Never inside a field, never with Alt (AltGr types).

const LATIN = /^[a-z0-9/?[\]]$/i;

function letter(event) {
  if (LATIN.test(event.key)) return event.key.toLowerCase();
  // Hindi and Arabic layouts: the place of the key says which letter is meant.
  return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "";
}

function isTyping(target) {
  return target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
}

function isSeen(element) {
  return element.getClientRects().length > 0;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const wanted = letter(event);
  if (!wanted) return;
  const key = event.shiftKey && /[a-z]/.test(wanted) ? `shift+${wanted}` : wanted;
  const found = [...document.querySelectorAll("[data-hotkey]")].find(
    (element) => element.dataset.hotkey === key && isSeen(element),
  );
  if (!found) return;
  event.preventDefault();
  if (found.matches("input, textarea")) found.focus();
  else {
    found.click();
    if (found.matches("summary")) found.focus();
  }
});
