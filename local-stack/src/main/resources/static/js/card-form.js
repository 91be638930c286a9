// The card form of the simulator. A number is compared with the test cards here, and goes nowhere: the server gets Stripe's name
// of the test card. With Stripe's own keys payment-element.js stands in its place.

import * as cards from "./cards.js";
import { byId, element } from "./dom.js";

const FIELDS = ["cc-number", "cc-exp", "cc-csc", "cc-name"];

export class CardForm {
  #client;
  #attempt;

  constructor(client, place) {
    this.#client = client;
    place.replaceChildren(byId("card-form").content.cloneNode(true));
    byId("demo").hidden = false;
    byId("test-cards").replaceChildren(...cards.TEST_CARDS.map((card) => this.#testCard(card)));
    byId("cc-number").addEventListener("input", (event) => this.#format(event.target));
    byId("cc-exp").addEventListener("input", (event) => {
      if (!event.inputType?.startsWith("delete")) {
        event.target.value = cards.expiry(event.target.value);
      }
    });
    for (const id of FIELDS) {
      // A field that was left is judged, and one that was found wrong is judged while it is mended.
      byId(id).addEventListener("blur", () => byId(id).value !== "" && this.#judge(id));
      byId(id).addEventListener("input", () => byId(id).getAttribute("aria-invalid") === "true" && this.#judge(id));
    }
  }

  /** Nothing to fetch before it can be used. */
  async open() {}

  close() {
    byId("demo").hidden = true;
  }

  focus(field = "cc-number") {
    byId(field).focus();
    byId(field).select();
  }

  lock(locked) {
    FIELDS.forEach((id) => { byId(id).readOnly = locked; });
  }

  /** Shows what is wrong and leads to the first of it; true when nothing is. */
  check() {
    const wrong = FIELDS.filter((id) => !this.#judge(id));
    if (wrong.length > 0) {
      byId(wrong[0]).focus();
    }
    return wrong.length === 0;
  }

  /** {status, redirectUrl?, lastError?, card}; throws a ProblemError. */
  async pay(intent, returnUrl) {
    const digits = cards.digitsOf(byId("cc-number").value);
    const { id } = cards.TEST_CARDS.find((card) => card.number === digits);
    const confirmation = { intentId: intent.intentId, paymentMethodId: id, returnUrl };
    // An attempt whose outcome never came is repeated under its key, so that it counts once.
    if (this.#attempt?.paymentMethodId !== id) {
      this.#attempt = { paymentMethodId: id, key: crypto.randomUUID() };
    }
    const card = { brand: cards.brandOf(digits).name, last4: digits.slice(-4) };
    try {
      const answer = await this.#client.confirm(confirmation, { idempotencyKey: this.#attempt.key });
      this.#attempt = undefined;
      return { status: answer.status, redirectUrl: answer.nextAction?.redirectUrl, lastError: answer.lastError, card };
    } catch (error) {
      if (error.problem?.status !== undefined && !error.mayHeal) {
        this.#attempt = undefined;
      }
      if (error.code === "card_declined") {
        const { lastError, declineCode, detail } = error.problem;
        return { status: "requires_payment_method", lastError: lastError ?? { declineCode, message: detail }, card };
      }
      throw error;
    }
  }

  #format(input) {
    const before = cards.digitsOf(input.value.slice(0, input.selectionStart)).length;
    input.value = cards.grouped(cards.digitsOf(input.value).slice(0, 19));
    // The blanks move, and the caret stays behind the digit it was behind.
    let caret = 0;
    for (let seen = 0; seen < before && caret < input.value.length; caret++) {
      seen += input.value[caret] === " " ? 0 : 1;
    }
    input.setSelectionRange(caret, caret);
    byId("cc-brand").textContent = cards.brandOf(cards.digitsOf(input.value)).name;
  }

  #judge(id) {
    const digits = cards.digitsOf(byId("cc-number").value);
    const value = byId(id).value;
    const wrong = {
      "cc-number": () => cards.wrongNumber(digits),
      "cc-exp": () => cards.wrongExpiry(value),
      "cc-csc": () => cards.wrongCode(value, digits),
      "cc-name": () => cards.wrongName(value),
    }[id]();
    byId(`${id}-error`).textContent = wrong;
    byId(id).setAttribute("aria-invalid", String(wrong !== ""));
    return wrong === "";
  }

  #testCard({ number, note }) {
    const item = document.createElement("li");
    const button = element("button", "", "");
    button.type = "button";
    button.dataset.number = number;
    button.append(element("span", "number", cards.grouped(number)), element("span", "quiet", note));
    button.addEventListener("click", () => this.#fill(number));
    item.append(button);
    return item;
  }

  #fill(number) {
    if (byId("cc-number").readOnly) {
      return;
    }
    const values = { "cc-number": number, "cc-exp": "12 / 34", "cc-csc": "1234".slice(0, cards.brandOf(number).csc), "cc-name": "Ada Example" };
    FIELDS.forEach((id) => { byId(id).value = values[id]; });
    this.#format(byId("cc-number"));
    FIELDS.forEach((id) => this.#judge(id));
    byId("pay").focus();
  }
}
