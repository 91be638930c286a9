// What states, declines and failures mean, for people.

const AGAIN = "Your order is kept, and trying again never charges you twice.";

const REASONS = {
  insufficient_funds: "There isn't enough money in the account. Use another card, or try again later.",
  expired_card: "The card has expired. Use another card.",
  incorrect_cvc: "The security code doesn't match the card. Check it and try again.",
  incorrect_number: "The card number isn't right. Check it and try again.",
  processing_error: "The bank couldn't process the payment just now. Wait a moment and try again.",
  payment_intent_authentication_failure: "Your bank couldn't confirm that it was you. Try again, or use another card.",
};

const UNNAMED = "Your bank gave no reason. Use another card, or ask your bank.";

/** {text, code, field?} of a failed attempt: `field` is what the customer should look at. */
export function reasonOf(error) {
  const code = error.declineCode ?? error.code ?? "unknown";
  const field = { expired_card: "cc-exp", incorrect_cvc: "cc-csc" }[code] ?? "cc-number";
  return { text: REASONS[code] ?? UNNAMED, code, field };
}

/** A sentence or two about an error that is no decline. */
export function explain(error) {
  const { problem, code } = error;
  if (code === "network") {
    return navigator.onLine ? `We can't reach the shop at the moment. ${AGAIN}` : `You are offline. ${AGAIN}`;
  }
  switch (problem?.status) {
    case 401:
      return "Your session has ended. Go back to the shop and place the order again; you were not charged for this one.";
    case 404:
      return "This order isn't there any more. Go back to the shop and place a new one.";
    case 409:
      return "This order has changed meanwhile. Reload the page to see how it stands.";
    case 429:
    case 503:
      return `Payments are busy at the moment. ${AGAIN}`;
    default:
      return code === "pending"
        ? `Your bank is taking its time. Watch the live status, or try again. ${AGAIN}`
        : `Something went wrong on our side. ${AGAIN}${problem?.requestId ? ` If it goes on, tell us ${problem.requestId}.` : ""}`;
  }
}

/** {tone, text, code?} of a payment as ingress-service tells it. */
export function describe(payment) {
  if (payment.orderStatus === "paid") {
    return { tone: "good", text: "Order paid" };
  }
  if (payment.orderStatus === "review") {
    return { tone: "wait", text: "Order under review: the money differs from the order" };
  }
  switch (payment.status) {
    case "requested":
      return { tone: "wait", text: "Preparing the payment" };
    case "requires_payment_method":
      return payment.lastError
        ? { tone: "bad", text: "Payment declined", code: reasonOf(payment.lastError).code }
        : { tone: "plain", text: "Waiting for your card" };
    case "requires_confirmation":
      return { tone: "wait", text: "Waiting for the confirmation" };
    case "requires_action":
      return { tone: "wait", text: "Your bank asks you to confirm" };
    case "processing":
      return { tone: "wait", text: "Your bank is working on it" };
    case "requires_capture":
      return { tone: "wait", text: "The money is held for us" };
    case "succeeded":
      return { tone: "good", text: "Money received" };
    case "canceled":
      return { tone: "bad", text: "Payment canceled" };
    default:
      return { tone: "bad", text: "The payment could not be started" };
  }
}
