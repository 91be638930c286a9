// One order at the till: its intent, its live state, its payment.

import { readOrder } from "./api.js";
import * as bank from "./bank.js";
import { CardForm } from "./card-form.js";
import { PaymentsClient } from "./client/payments.js";
import { byId, hideProblem, isBusy, setBusy, showProblem } from "./dom.js";
import { LiveStatus } from "./live-status.js";
import { money } from "./money.js";
import * as orders from "./orders.js";
import { PaymentElement } from "./payment-element.js";
import { showReceipt } from "./receipt.js";
import { describe, explain, reasonOf } from "./words.js";

/** While Stripe holds the money or is about to, there is nothing to pay. */
const UNDER_WAY = ["processing", "requires_capture", "succeeded"];
const PATIENCE_MS = 30_000;

export class Checkout {
  #order;
  #client;
  #method;
  #intent;
  #state = "loading";
  #live = new LiveStatus();
  #stop = new AbortController();

  constructor(settings, order) {
    this.#order = order;
    this.#client = new PaymentsClient({
      baseUrl: settings.ingressUrl,
      token: order.token,
      patienceMs: PATIENCE_MS,
      onRepeat: (problem) => this.#note(explain(problem)),
    });
    const place = byId("method");
    this.#method = settings.publishableKey ? new PaymentElement(settings, place) : new CardForm(this.#client, place);
    const price = this.#price();
    byId("item").textContent = order.item;
    byId("item-price").textContent = price;
    byId("total").textContent = price;
    byId("order-id").textContent = order.orderId;
    for (const id of ["declined", "receipt", "bank-waits"]) {
      byId(id).hidden = true;
    }
    byId("pay-form").hidden = false;
    byId("checkout-title").textContent = "Checkout";
    this.#live.clear();
    this.#live.say({ tone: "plain", text: "Order placed" }, new Date(order.placedAt));
    this.#live.connection("waiting");
    this.#become("loading");
    const signal = this.#stop.signal;
    addEventListener("offline", () => this.#live.connection("offline"), { signal });
    addEventListener("online", () => this.#live.connection("waiting"), { signal });
  }

  /** Asks for the intent and follows it; returns when the checkout is closed. */
  async open() {
    const { signal } = this.#stop;
    this.#become("loading");
    try {
      const row = await readOrder(this.#order.orderId);
      if (row.status === "paid") {
        this.#paid(row);
        return;
      }
      this.#intent = await this.#client.createIntent(
        { orderId: this.#order.orderId, amount: Number(this.#order.amount), currency: this.#order.currency }, { signal });
      this.#remember({ intentId: this.#intent.intentId });
      await this.#method.open(this.#intent);
      if (signal.aborted) {
        return;
      }
      this.#become("ready");
      await this.#client.follow(this.#intent.intentId, {
        onPayment: (payment) => this.#seen(payment),
        onConnection: (state) => this.#live.connection(state),
        signal,
      });
    } catch (error) {
      if (!signal.aborted) {
        this.#live.connection(navigator.onLine ? "closed" : "offline");
        showProblem(error, () => this.open());
      }
    }
  }

  close() {
    this.#stop.abort();
    this.#method.close();
    bank.dismiss();
  }

  /** A second click while the first is under way changes nothing. */
  async pay() {
    if (isBusy(byId("pay")) || !this.#method.check()) {
      return;
    }
    hideProblem();
    byId("declined").hidden = true;
    this.#become("paying");
    try {
      const outcome = await this.#method.pay(this.#intent, this.#returnUrl());
      if (outcome.card) {
        this.#remember({ card: outcome.card });
      }
      if (this.#state === "paying") {
        this.#take(outcome);
      }
    } catch (error) {
      this.#become("ready");
      // Whatever has changed meanwhile, a reload finds it: an intent that was canceled for its age is followed by a new one.
      showProblem(error, error.problem?.status === 409 ? () => location.reload() : undefined);
    }
  }

  #take({ status, redirectUrl, lastError }) {
    if (redirectUrl) {
      this.#remember({ redirectUrl });
      this.#become("ready");
      byId("bank-waits").hidden = false;
      this.askBank();
    } else if (UNDER_WAY.includes(status)) {
      this.#become("settling");
    } else {
      this.#become("ready");
      if (lastError) {
        this.#showDecline(lastError);
        this.#method.focus(reasonOf(lastError).field);
      }
    }
  }

  askBank() {
    bank.ask(this.#order.redirectUrl, this.#price(), () => byId("bank-again").focus());
  }

  #returnUrl() {
    return `${location.origin}${location.pathname}?order=${encodeURIComponent(this.#order.orderId)}`;
  }

  #seen(payment) {
    const at = new Date(payment.updatedAt);
    if (payment.orderStatus === "paid") {
      this.#live.add({ tone: "good", text: "Money received" }, at);
    }
    this.#live.say(describe(payment), at);
    byId("bank-waits").hidden = payment.status !== "requires_action" || this.#order.redirectUrl === undefined;
    if (payment.orderStatus === "paid") {
      readOrder(this.#order.orderId).then((row) => this.#paid(row), (error) => showProblem(error, () => this.open()));
    } else if (UNDER_WAY.includes(payment.status)) {
      this.#become("settling");
    } else if (this.#state === "settling") {
      this.#become("ready");
    }
    if (payment.status === "requires_payment_method" && payment.lastError && this.#state !== "paying") {
      this.#showDecline(payment.lastError);
    }
  }

  #paid(row) {
    this.close();
    this.#become("paid");
    this.#live.say({ tone: "good", text: "Order paid" }, new Date(row.paidAt));
    this.#live.connection("closed");
    byId("pay-form").hidden = true;
    byId("checkout-title").textContent = "Your receipt";
    showReceipt(this.#order, row);
  }

  #showDecline(error) {
    const { text, code } = reasonOf(error);
    byId("declined-title").textContent =
      code === "payment_intent_authentication_failure" ? "The payment was not confirmed." : "Your card was declined.";
    // An alert is read out whenever it changes; the live state tells of the same decline a moment after the answer.
    if (byId("declined").hidden || byId("declined-text").textContent !== text) {
      byId("declined-text").textContent = text;
      byId("declined").hidden = false;
    }
  }

  #become(state) {
    this.#state = state;
    const texts = { loading: "One moment …", paying: "Paying …", settling: "Please wait …" };
    setBusy(byId("pay"), state !== "ready", texts[state] ?? `Pay ${this.#price()}`);
    this.#method.lock(state === "paying" || state === "settling");
    this.#note(state === "settling" ? "The order turns paid as soon as the bank has said so. You can leave this page." : "");
  }

  #note(text) {
    byId("pay-note").textContent = text;
  }

  #remember(news) {
    this.#order = { ...this.#order, ...news };
    orders.keep(this.#order);
  }

  #price() {
    return money(this.#order.amount, this.#order.currency);
  }
}
