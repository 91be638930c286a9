// Stripe's Payment Element, for a stack that runs with Stripe's own keys. Card data goes from Stripe's frames to Stripe.

import { ProblemError } from "./client/payments.js";
import { element } from "./dom.js";

let loading;

/** From Stripe's own address and from nowhere else, as Stripe demands: https://docs.stripe.com/js/including */
function loadStripe(address) {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.Stripe);
    script.onerror = () => {
      loading = undefined;
      script.remove();
      reject(new ProblemError({ code: "network", title: "Stripe.js can't be loaded." }));
    };
    document.head.append(script);
  });
  return loading;
}

export class PaymentElement {
  #settings;
  #place;
  #stripe;
  #elements;
  #payment;

  constructor(settings, place) {
    this.#settings = settings;
    this.#place = place;
  }

  async open(intent) {
    const Stripe = await loadStripe(this.#settings.stripeJs);
    const mount = element("div", "", "");
    mount.id = "payment-element";
    this.#place.replaceChildren(mount);
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    this.#stripe = Stripe(this.#settings.publishableKey);
    this.#elements = this.#stripe.elements({
      clientSecret: intent.clientSecret,
      appearance: { theme: dark ? "night" : "stripe", variables: { borderRadius: "10px", fontFamily: "system-ui, sans-serif" } },
    });
    this.#payment = this.#elements.create("payment");
    const ready = new Promise((resolve, reject) => {
      this.#payment.on("ready", resolve);
      this.#payment.on("loaderror", ({ error }) => reject(new ProblemError({ code: "network", title: error?.message })));
    });
    this.#payment.mount(mount);
    await ready;
  }

  close() {
    this.#payment?.destroy();
    this.#payment = undefined;
    this.#place.replaceChildren();
  }

  focus() {
    this.#payment?.focus();
  }

  lock(locked) {
    this.#payment?.update({ readOnly: locked });
  }

  /** The Element says by itself what is wrong with its fields, when it is confirmed. */
  check() {
    return true;
  }

  /** As CardForm's. Stripe.js shows 3-D Secure itself, and leaves the page only for ways to pay that can't do without. */
  async pay(intent, returnUrl) {
    const { error, paymentIntent } = await this.#stripe.confirmPayment({
      elements: this.#elements,
      confirmParams: { return_url: returnUrl },
      redirect: "if_required",
    });
    if (error === undefined) {
      return { status: paymentIntent.status };
    }
    switch (error.type) {
      case "validation_error":
        return { status: "requires_payment_method" };
      case "card_error":
      case "invalid_request_error":
        return {
          status: error.payment_intent?.status ?? "requires_payment_method",
          lastError: { code: error.code, declineCode: error.decline_code, message: error.message },
        };
      default:
        throw new ProblemError({ code: error.type === "api_connection_error" ? "network" : error.type, title: error.message });
    }
  }
}
