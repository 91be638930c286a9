// The page: a shop, and a till for the order that was chosen.

import { placeOrder, readOrder, settings as readSettings } from "./api.js";
import { Checkout } from "./checkout.js";
import { money } from "./money.js";
import * as orders from "./orders.js";

const byId = (id) => document.getElementById(id);

// First of all: Stripe sends a customer back with the client secret in the address, which is nobody's business.
const returned = new URLSearchParams(location.search).get("order");
history.replaceState(null, "", location.pathname);

let settings;
let checkout;

function showProblem(error) {
  const line = byId("problem");
  line.textContent = error.message.charAt(0).toUpperCase() + error.message.slice(1);
  line.hidden = false;
  line.scrollIntoView({ block: "nearest" });
}

function show(section, heading) {
  byId("problem").hidden = true;
  byId("shop").hidden = section !== "shop";
  byId("checkout").hidden = section !== "checkout";
  byId(heading).focus();
}

function openShop() {
  checkout?.close();
  checkout = undefined;
  listOrders();
  show("shop", "shop-title");
}

function openCheckout(order) {
  checkout?.close();
  show("checkout", "checkout-title");
  checkout = new Checkout(settings, order, showProblem);
  checkout.open();
}

function listOrders() {
  const known = orders.all();
  byId("earlier").hidden = known.length === 0;
  byId("orders").replaceChildren(...known.map(orderButton));
}

function orderButton(order) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  const name = text("span", "order-name", order.name);
  name.append(text("span", "mono quiet", order.orderId));
  const side = text("span", "order-side", money(order.amount, order.currency));
  const status = text("span", "quiet", "…");
  side.append(status);
  button.append(name, side);
  button.addEventListener("click", () => openCheckout(orders.find(order.orderId) ?? order));
  item.append(button);
  readOrder(order.orderId).then(
    (row) => { status.textContent = row.status.replace("_", " "); },
    () => { status.textContent = "unknown"; },
  );
  return item;
}

function text(tag, className, content) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = content;
  return element;
}

function chosenProduct() {
  const chosen = byId("order-form").querySelector("[name=product]:checked");
  const own = chosen.value === "own";
  return {
    name: chosen.dataset.name,
    amount: Number(own ? byId("own-amount").value.replace(",", ".") : chosen.dataset.amount),
    currency: (own ? byId("own-currency").value : chosen.dataset.currency).toLowerCase(),
  };
}

/** Shows which field the server means, and leads there. */
function mark(member) {
  for (const [name, id] of [["amount", "own-amount"], ["currency", "own-currency"]]) {
    const field = byId(id);
    field.setAttribute("aria-invalid", String(name === member));
    if (name === member) {
      field.focus();
    }
  }
}

async function place(event) {
  event.preventDefault();
  byId("problem").hidden = true;
  byId("place").disabled = true;
  mark(undefined);
  try {
    const product = chosenProduct();
    const placed = await placeOrder(product.amount, product.currency);
    const order = { ...placed, ...product, placedAt: new Date().toISOString() };
    orders.keep(order);
    openCheckout(order);
  } catch (error) {
    showProblem(error);
    mark(error.problem?.member);
  } finally {
    byId("place").disabled = false;
  }
}

function pay(event) {
  event.preventDefault();
  byId("problem").hidden = true;
  checkout?.pay(byId("pay-form").querySelector("[name=card]:checked").value);
}

function explainMode() {
  byId("mode").textContent = settings.simulated ? "Stripe simulator" : "Stripe test mode";
  byId("pay-note").textContent = settings.simulated
    ? "The card goes to the Stripe simulator. No money moves."
    : "The server confirms with Stripe's own test payment methods (pm_card_…) in test mode. No money moves.";
  byId("foot").textContent = "A demo: nothing is delivered and no money moves. Orders and their tokens stay in this tab.";
  if (!settings.makesTokens) {
    showProblem(new Error(
      "ingress-service trusts an issuer's tokens, and this page can't make those: orders can be placed, not paid."));
  }
}

async function start() {
  byId("order-form").addEventListener("submit", place);
  byId("order-form").addEventListener("change", () => {
    byId("own").hidden = byId("order-form").querySelector("[name=product]:checked").value !== "own";
  });
  byId("pay-form").addEventListener("submit", pay);
  byId("back").addEventListener("click", openShop);
  byId("again").addEventListener("click", openShop);
  try {
    settings = await readSettings();
  } catch (error) {
    showProblem(error);
    return;
  }
  const order = returned ? orders.find(returned) : undefined;
  if (order) {
    openCheckout(order);
  } else {
    openShop();
  }
  explainMode();
}

start();
