// Small things that every part of the page needs.

import { explain } from "./words.js";

export const byId = (id) => document.getElementById(id);

export function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

let tryAgain;

/** Above everything else; with `again` there is a button that calls it. */
export function showProblem(error, again) {
  byId("problem-text").textContent = explain(error);
  byId("problem-again").hidden = again === undefined;
  byId("problem").hidden = false;
  byId("problem").scrollIntoView({ block: "nearest" });
  tryAgain = again;
}

export function hideProblem() {
  byId("problem").hidden = true;
}

byId("problem-again").addEventListener("click", () => {
  hideProblem();
  tryAgain?.();
});

/** A button that is busy keeps the focus, which a disabled one would lose; whoever listens to it has to ask. */
export function setBusy(button, busy, text) {
  button.setAttribute("aria-disabled", String(busy));
  button.textContent = text;
}

export function isBusy(button) {
  return button.getAttribute("aria-disabled") === "true";
}
