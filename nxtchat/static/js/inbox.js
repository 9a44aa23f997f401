// The inbox: HTML that works by itself, made live.

import "./elements/window-clock.js";
import "./elements/thread-scroller.js";
import "./elements/chat-composer.js";
import "./elements/attach-files.js";
import "./elements/voice-recorder.js";
import "./elements/message-menu.js";
import "./inbox/saying.js";
import "./elements/media-viewer.js";
import "./elements/voice-note.js";
import "./banner.js";
import "./elements/inbox-page.js";
import "./elements/live-stream.js"; // last: when it speaks, everybody listens already
