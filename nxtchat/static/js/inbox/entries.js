// What is in the composer, as messages of their own: every file is one, and the first that can have words takes them.

import { uuid } from "./uuid.js";

const WITH_WORDS = ["image", "video", "document"];

export function entriesOf({ text, files, mode, replyTo, preview, ...around }) {
  const entry = (parts) => ({ id: uuid(), mode, at: Date.now(), text: "", ...around, ...parts });
  if (mode === "note") return [entry({ text })];
  const captioned = text && files.find((file) => WITH_WORDS.includes(file.kind));
  const entries = files.map((file) => {
    const caption = file === captioned ? text : "";
    return entry({ text: caption, file, asked: { kind: file.kind, media: { id: file.id, ...(caption && { caption }), ...(file.voice && { voice: true }) } } });
  });
  if (text && !captioned) entries.unshift(entry({ text, asked: { kind: "text", text, ...(preview === false && { preview_url: false }) } }));
  if (replyTo && entries[0]) {
    entries[0].quote = replyTo;
    entries[0].asked.reply_to = replyTo.id;
  }
  return entries;
}
