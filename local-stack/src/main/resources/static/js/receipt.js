import { byId } from "./dom.js";
import { money } from "./money.js";

const DATE = new Intl.DateTimeFormat("en", { dateStyle: "long", timeStyle: "short" });

byId("print").addEventListener("click", () => print());

/**
 * @param known what this tab remembers of the order: what was bought, with which card
 * @param row the order as its row says
 */
export function showReceipt(known, row) {
  byId("receipt-item").textContent = known.item;
  byId("receipt-amount").textContent = money(row.totalAmount, row.currency);
  byId("receipt-card-line").hidden = known.card === undefined;
  byId("receipt-card").textContent = known.card === undefined ? "" : `${known.card.brand} ···· ${known.card.last4}`;
  byId("receipt-time").textContent = row.paidAt ? DATE.format(new Date(row.paidAt)) : "";
  byId("receipt-order").textContent = row.orderId;
  byId("receipt-payment").textContent = known.intentId ?? "";
  byId("receipt").hidden = false;
  byId("receipt-title").focus();
}
