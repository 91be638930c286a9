// The orders of this tab. They carry the user's token, so they live no longer than the tab, and stay in it over the
// redirect to the bank and back.

const KEY = "moxton.orders";
const KEPT = 20;

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

/** Newest first. */
export function all() {
  return read();
}

export function find(orderId) {
  return read().find((order) => order.orderId === orderId);
}

/** Adds the order, or replaces what was known of it. */
export function keep(order) {
  const others = read().filter((known) => known.orderId !== order.orderId);
  const before = read().findIndex((known) => known.orderId === order.orderId);
  others.splice(Math.max(0, before), 0, order);
  sessionStorage.setItem(KEY, JSON.stringify(others.slice(0, KEPT)));
}
