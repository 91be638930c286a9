// One order at the till: its intent, its live state, its payment.

import { Payments, ProblemError, readOrder } from "./api.js";
import { follow } from "./live.js";
import { money } from "./money.js";
import * as orders from "./orders.js";
import { Timeline } from "./timeline.js";
import { describe, reasonOf } from "./words.js";

const byId = (id) => document.getElementById(id);
const DATE = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium" });

export class Checkout {
  #order;
  #payments;
  #intentId;
  #busy = false;
  #paid = false;
  #timeline = new Timeline(byId("timeline"));
  #stop = new AbortController();
  #showProblem;

  constructor(settings, order, showProblem) {
    this.#order = order;
    this.#showProblem = showProblem;
    this.#payments = new Payments(settings.ingressUrl, order.token);
    this.#timeline.clear();
    byId("item").textContent = order.name;
    byId("order-id").textContent = order.orderId;
    byId("total").textContent = this.#price();
    byId("declined").hidden = true;
    byId("receipt").hidden = true;
    byId("pay-form").hidden = false;
    this.#say({ tone: "plain", text: "Order placed" }, new Date(order.placedAt));
    this.#connection("waiting");
    this.#button();
  }

  /** Asks for the intent and follows it; returns when the checkout is closed. */
  async open() {
    try {
      const order = await readOrder(this.#order.orderId);
      if (order.status === "paid") {
        this.#say({ tone: "good", text: "Order paid" }, new Date(order.paidAt));
        this.#connection("closed");
        this.#showReceipt(order);
        return;
      }
      const intent = await this.#payments.createIntent(this.#order);
      this.#intentId = intent.intentId;
      orders.keep({ ...this.#order, intentId: intent.intentId });
      this.#button();
      await follow(this.#payments.eventsUrl(intent.intentId), this.#order.token, {
        onEvent: (payment) => this.#seen(payment),
        onState: (state) => this.#connection(state),
        signal: this.#stop.signal,
      });
    } catch (error) {
      if (!this.#stop.signal.aborted) {
        this.#connection("closed");
        this.#explain(error);
      }
    }
  }

  close() {
    this.#stop.abort();
  }

  async pay(card) {
    this.#busy = true;
    byId("declined").hidden = true;
    this.#button();
    try {
      const answer = await this.#payments.confirm(this.#intentId, card, this.#returnUrl());
      if (answer.nextAction?.redirectUrl) {
        byId("pay").textContent = "To your bank …";
        location.assign(answer.nextAction.redirectUrl);
        return;
      }
      if (answer.status === "requires_payment_method" && answer.lastError) {
        this.#showDecline(answer.lastError);
      }
    } catch (error) {
      this.#explain(error);
    }
    this.#busy = false;
    this.#button();
  }

  #returnUrl() {
    return `${location.origin}${location.pathname}?order=${encodeURIComponent(this.#order.orderId)}`;
  }

  #seen(payment) {
    const description = describe(payment);
    if (payment.orderStatus === "paid") {
      this.#timeline.add({ tone: "good", text: "Money received" }, new Date(payment.updatedAt));
    }
    this.#say(description, new Date(payment.updatedAt));
    if (payment.status === "requires_payment_method" && payment.lastError) {
      this.#showDecline(payment.lastError);
    }
    if (payment.orderStatus === "paid") {
      this.close();
      this.#connection("closed");
      readOrder(this.#order.orderId).then((order) => this.#showReceipt(order), this.#showProblem);
    }
  }

  #say(description, at) {
    this.#timeline.add(description, at);
    byId("state").textContent = description.text;
    byId("state").dataset.tone = description.tone;
  }

  #showDecline(error) {
    const { text, code } = reasonOf(error);
    const line = byId("declined");
    const shown = `Declined: ${text} (${code})`;
    // An alert is read out whenever it changes; the live state tells of the same decline a moment after the answer.
    if (line.hidden || line.textContent !== shown) {
      line.textContent = shown;
      line.hidden = false;
    }
  }

  #showReceipt(order) {
    this.#paid = true;
    byId("receipt-amount").textContent = money(order.totalAmount, order.currency);
    byId("receipt-time").textContent = order.paidAt ? DATE.format(new Date(order.paidAt)) : "";
    byId("receipt-order").textContent = order.orderId;
    byId("receipt-payment").textContent = this.#intentId ?? this.#order.intentId ?? "";
    byId("pay-form").hidden = true;
    byId("receipt").hidden = false;
    byId("receipt-title").focus();
  }

  #explain(error) {
    const problem = error instanceof ProblemError ? error.problem : {};
    switch (problem.code) {
      case "card_declined":
        this.#showDecline(problem.lastError ?? { declineCode: problem.declineCode, message: problem.detail });
        break;
      case "unauthorized":
        this.#showProblem(new Error("This order's token has expired. Place a new order."));
        break;
      default:
        this.#showProblem(error);
    }
  }

  #button() {
    const button = byId("pay");
    button.disabled = this.#busy || this.#paid || !this.#intentId;
    button.textContent = this.#busy ? "Paying …" : `Pay ${this.#price()}`;
    byId("cards").disabled = this.#busy;
  }

  #connection(state) {
    const texts = { open: "connected, no reload needed", waiting: "connecting …", closed: "all done" };
    byId("connection").dataset.state = state;
    byId("connection-text").textContent = texts[state];
  }

  #price() {
    return money(this.#order.amount, this.#order.currency);
  }
}
