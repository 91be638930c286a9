// The list of what happened, newest at the bottom.

const CLOCK = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });

export class Timeline {
  #list;
  #last = "";

  constructor(list) {
    this.#list = list;
  }

  clear() {
    this.#list.replaceChildren();
    this.#last = "";
  }

  /** The same as before isn't told again: a stream that comes back begins with the present state. */
  add({ tone, text, code }, at = new Date()) {
    const entry = `${text}|${code ?? ""}`;
    if (entry === this.#last) {
      return;
    }
    this.#last = entry;
    const item = document.createElement("li");
    item.dataset.tone = tone;
    const time = document.createElement("time");
    time.dateTime = at.toISOString();
    time.textContent = CLOCK.format(at);
    item.append(text, time);
    if (code) {
      const detail = document.createElement("span");
      detail.className = "mono";
      detail.textContent = code;
      item.append(detail);
    }
    this.#list.append(item);
  }
}
