// The shop: a product is chosen and ordered, and the orders of this tab are listed.

import { placeOrder, readOrder } from "./api.js";
import { byId, element, hideProblem, isBusy, setBusy, showProblem } from "./dom.js";
import { money, times } from "./money.js";
import * as orders from "./orders.js";

const form = byId("order-form");

function chosen() {
  return form.querySelector("[name=product]:checked");
}

function product() {
  const { name, price, currency } = chosen().dataset;
  if (price === undefined) {
    const amount = byId("own-amount").value.trim().replace(",", ".");
    return { item: name, amount, currency: byId("own-currency").value.trim().toLowerCase() };
  }
  const count = byId("quantity").value;
  return { item: count === "1" ? name : `${name} × ${count}`, amount: times(price, count), currency };
}

/** Shows which field is meant and what is wrong with it, and leads there. */
function mark(member, text) {
  byId("own-error").textContent = text;
  for (const [name, id] of [["amount", "own-amount"], ["currency", "own-currency"]]) {
    byId(id).setAttribute("aria-invalid", String(name === member));
    if (name === member) {
      byId(id).focus();
    }
  }
}

async function place(whenPlaced) {
  const button = byId("place");
  if (isBusy(button)) {
    return;
  }
  hideProblem();
  mark(undefined, "");
  setBusy(button, true, "One moment …");
  try {
    const wanted = product();
    const placed = await placeOrder(Number(wanted.amount), wanted.currency);
    const order = { ...placed, ...wanted, placedAt: new Date().toISOString() };
    orders.keep(order);
    whenPlaced(order);
  } catch (error) {
    if (error.problem?.status === 400) {
      const { member = "amount", detail } = error.problem;
      mark(member, sentence(detail));
    } else {
      showProblem(error, () => place(whenPlaced));
    }
  } finally {
    setBusy(button, false, "Go to checkout");
  }
}

/** The server begins with a field's name, or with a currency. */
function sentence(words) {
  const text = words.replace(/^[a-z]{3}(?= )/, (code) => code.toUpperCase());
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith(".") ? "" : "."}`;
}

/** @param whenPlaced called with the new order */
export function prepare(whenPlaced) {
  for (const input of form.querySelectorAll("[data-price]")) {
    input.closest("label").querySelector(".tile-price").textContent = money(input.dataset.price, input.dataset.currency);
  }
  form.addEventListener("change", () => {
    const gift = chosen().dataset.price === undefined;
    byId("of-gift").hidden = !gift;
    byId("of-goods").hidden = gift;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    place(whenPlaced);
  });
}

/** @param whenChosen called with an order of the list */
export function listOrders(whenChosen) {
  const known = orders.all();
  byId("earlier").hidden = known.length === 0;
  byId("orders").replaceChildren(...known.map((order) => line(order, whenChosen)));
}

function line(order, whenChosen) {
  const link = element("a", "", "");
  link.href = `?order=${encodeURIComponent(order.orderId)}`;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    whenChosen(orders.find(order.orderId) ?? order);
  });
  const name = element("span", "order-name", order.item);
  name.append(element("span", "mono quiet", order.orderId));
  const side = element("span", "order-side", money(order.amount, order.currency));
  const status = element("span", "quiet", "…");
  side.append(status);
  link.append(name, side);
  readOrder(order.orderId).then(
    (row) => { status.textContent = row.status === "pending" ? "not paid yet" : row.status.replace("_", " "); },
    () => { status.textContent = "unknown"; },
  );
  const item = document.createElement("li");
  item.append(link);
  return item;
}
