// What happens to the payment, as it happens: the state in a line, what led to it, and whether the page is connected.

import { byId } from "./dom.js";
import { Timeline } from "./timeline.js";

const CONNECTIONS = {
  open: "Live: this page follows the payment by itself",
  waiting: "Connecting …",
  offline: "You are offline. The page catches up by itself.",
  closed: "Done",
};

export class LiveStatus {
  #timeline = new Timeline(byId("timeline"));

  clear() {
    this.#timeline.clear();
  }

  /** Something that led to the state. */
  add(description, at) {
    this.#timeline.add(description, at);
  }

  /** The state that counts now, which is also read out. */
  say(description, at) {
    this.add(description, at);
    byId("state").textContent = description.text;
    byId("state").dataset.tone = description.tone;
  }

  /** @param state open, waiting, offline or closed */
  connection(state) {
    byId("connection").dataset.state = state;
    byId("connection-text").textContent = CONNECTIONS[state];
  }
}
