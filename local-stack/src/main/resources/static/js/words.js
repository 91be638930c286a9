// What a payment's state means, for people.

const REASONS = {
  insufficient_funds: "The account has not enough money on it.",
  expired_card: "The card has expired.",
  incorrect_cvc: "The security code is wrong.",
  processing_error: "The bank had a problem. Try again in a moment.",
  payment_intent_authentication_failure: "The confirmation at the bank failed.",
  generic_decline: "The bank gave no reason.",
};

/** A sentence and Stripe's own words for a failed attempt. */
export function reasonOf(error) {
  const code = error.declineCode ?? error.code ?? "unknown";
  return { text: REASONS[code] ?? error.message ?? "The payment failed.", code };
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
        ? { tone: "bad", text: "Payment failed", code: reasonOf(payment.lastError).code }
        : { tone: "plain", text: "Waiting for your card" };
    case "requires_confirmation":
      return { tone: "wait", text: "Waiting for the confirmation" };
    case "requires_action":
      return { tone: "wait", text: "Your bank asks you to confirm" };
    case "processing":
      return { tone: "wait", text: "The bank is working on it" };
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
