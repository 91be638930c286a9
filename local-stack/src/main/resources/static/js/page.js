// The page: a shop, and a till for one order. Which of them is shown stands in the address, so that a reload, Back and Forward, and
// the way back from the bank, lead to where the customer was.

import { readSettings } from "./api.js";
import { Checkout } from "./checkout.js";
import { byId, hideProblem, showProblem } from "./dom.js";
import * as orders from "./orders.js";
import * as shop from "./shop.js";

// First of all: Stripe sends a customer back with the client secret in the address, which is nobody's business.
const named = (search) => new URLSearchParams(search).get("order");
history.replaceState(null, "", addressOf(named(location.search)));

let settings;
let checkout;

function addressOf(orderId) {
  return orderId === null ? location.pathname : `${location.pathname}?order=${encodeURIComponent(orderId)}`;
}

function show(section) {
  hideProblem();
  byId("shop").hidden = section !== "shop";
  byId("checkout").hidden = section !== "checkout";
  document.title = section === "shop" ? "Moxton demo store" : "Checkout · Moxton demo store";
  byId(`${section}-title`).focus();
}

/** Shows what the address says. An order that this tab doesn't know can't be paid here: its token is elsewhere. */
function render() {
  checkout?.close();
  checkout = undefined;
  const order = orders.find(named(location.search));
  if (order === undefined) {
    history.replaceState(null, "", addressOf(null));
    shop.listOrders(open);
    show("shop");
    return;
  }
  show("checkout");
  checkout = new Checkout(settings, order);
  checkout.open();
}

function go(orderId) {
  history.pushState(null, "", addressOf(orderId));
  render();
}

function open(order) {
  go(order.orderId);
}

function explainMode() {
  byId("mode").textContent = settings.simulated ? "Stripe simulator" : "Stripe test mode";
  byId("foot").textContent = "A demo: nothing is delivered and no money moves. Orders and their tokens stay in this tab.";
  if (!settings.makesTokens) {
    byId("foot").textContent +=
      " ingress-service trusts an issuer's tokens, and this page can't make those: orders can be placed, not paid.";
  }
}

async function start() {
  try {
    settings = await readSettings();
  } catch (error) {
    showProblem(error, start);
    return;
  }
  explainMode();
  render();
}

shop.prepare(open);
byId("pay-form").addEventListener("submit", (event) => {
  event.preventDefault();
  checkout?.pay();
});
byId("bank-again").addEventListener("click", () => checkout?.askBank());
byId("again").addEventListener("click", () => go(null));
byId("back").addEventListener("click", (event) => {
  event.preventDefault();
  go(null);
});
addEventListener("popstate", render);
// A page that the browser kept while the customer was at the bank shows how things stood before.
addEventListener("pageshow", (event) => event.persisted && render());
start();
