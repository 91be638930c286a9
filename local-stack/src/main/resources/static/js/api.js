// Calls to the storefront's own API. Its errors look like ingress-service's.

import { ProblemError } from "./client/payments.js";

async function call(url, body) {
  let response;
  try {
    response = await fetch(url, {
      method: body === undefined ? "GET" : "POST",
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ProblemError({ code: "network", title: "The storefront can't be reached." });
  }
  if (!response.ok) {
    throw await ProblemError.of(response);
  }
  return response.json();
}

export function readSettings() {
  return call("api/settings");
}

export function placeOrder(amount, currency) {
  return call("api/orders", { amount, currency });
}

export function readOrder(orderId) {
  return call(`api/orders/${encodeURIComponent(orderId)}`);
}
