// <voice-recorder>: press to record, press again to stop; the recording goes into the tray, to be heard before it is sent.
// Recorded as the browser can; the server makes of it what WhatsApp wants.

import { alarm, announce } from "../inbox/announce.js";
import { say } from "../inbox/words.js";

const TYPES = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];
const LONGEST = 15 * 60; // seconds

class VoiceRecorder extends HTMLElement {
  connectedCallback() {
    if (!window.MediaRecorder || !navigator.mediaDevices) return; // plain http: no browser gives the microphone there
    this.hidden = false;
    this.button = this.querySelector("button");
    this.line = this.querySelector("[role=timer]");
    this.button.addEventListener("click", () => (this.recorder ? this.recorder.stop() : this.record()));
  }

  disconnectedCallback() {
    this.isGone = true;
    this.recorder?.stop();
  }

  async record() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      return alarm(say("noMicrophone"));
    }
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const pieces = [];
    this.recorder = new MediaRecorder(stream, mimeType ? { mimeType } : {});
    this.recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
    this.recorder.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      this.end(new File(pieces, `${say("voiceMessage")}.${this.recorder.mimeType.includes("mp4") ? "m4a" : "webm"}`, { type: this.recorder.mimeType }));
    });
    this.recorder.start(1000);
    this.began = Date.now();
    this.clock = setInterval(() => this.tick(), 250);
    this.show(true);
    announce(say("recording"));
    return undefined;
  }

  tick() {
    const seconds = Math.floor((Date.now() - this.began) / 1000);
    this.line.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds >= LONGEST) this.recorder.stop();
  }

  show(isRecording) {
    this.button.setAttribute("aria-pressed", String(isRecording));
    this.line.textContent = isRecording ? "0:00" : "";
    this.classList.toggle("recorder--on", isRecording);
  }

  end(file) {
    clearInterval(this.clock);
    this.recorder = null;
    this.show(false);
    if (!this.isGone && file.size) document.dispatchEvent(new CustomEvent("attach", { detail: { files: [file], voice: true } }));
  }
}

customElements.define("voice-recorder", VoiceRecorder);
