// <voice-note>: the browser's own player, and how fast it plays. Only one plays at a time.

const SPEEDS = [1, 1.5, 2];
let chosen = 0; // whoever listens fast listens fast to the next one, too

class VoiceNote extends HTMLElement {
  connectedCallback() {
    this.audio = this.querySelector("audio");
    this.button = this.querySelector("button");
    this.button.hidden = false;
    this.button.addEventListener("click", () => {
      chosen = (chosen + 1) % SPEEDS.length;
      for (const note of document.querySelectorAll("voice-note")) note.show();
    });
    this.audio.addEventListener("play", () => {
      for (const other of document.querySelectorAll("voice-note audio")) if (other !== this.audio) other.pause();
    });
    this.show();
  }

  show() {
    this.audio.defaultPlaybackRate = this.audio.playbackRate = SPEEDS[chosen];
    this.button.querySelector("[data-speed]").textContent = `${SPEEDS[chosen]}×`;
  }
}

customElements.define("voice-note", VoiceNote);
