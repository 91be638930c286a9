// @ts-check
// What goes in and comes out, as docs/api/ingress.openapi.yaml has it. Types alone: a page loads nothing of this file.

/**
 * @typedef {"requested" | "requires_payment_method" | "requires_confirmation" | "requires_action" | "processing"
 *   | "requires_capture" | "succeeded" | "canceled" | "failed"} PaymentStatus
 * @typedef {"pending" | "paid" | "payment_failed" | "canceled" | "review"} OrderStatus
 */

/**
 * Why the last attempt failed. `declineCode` is the bank's; `message` is Stripe's and fit for a customer.
 * @typedef {{code?: string, declineCode?: string, message?: string}} LastError
 */

/**
 * @typedef {object} Order
 * @property {string} orderId
 * @property {number} amount in the currency's major unit: 49.99, or 7800 for yen
 * @property {string} [currency] ISO 4217 in either case; usd when absent
 * @property {Record<string, string>} [metadata]
 */

/**
 * `clientSecret` is for Stripe.js alone: never log it, store it or put it into an address.
 * @typedef {{clientSecret: string, intentId: string, paymentId: string, requestId: string, status: PaymentStatus}} Intent
 */

/** @typedef {{intentId: string, paymentMethodId?: string, returnUrl?: string}} Confirmation */

/**
 * With status `requires_action`, send the customer to `nextAction.redirectUrl`; the bank sends them back to the `returnUrl`.
 * @typedef {object} Confirmed
 * @property {string} intentId
 * @property {PaymentStatus} status
 * @property {{type: string, redirectUrl?: string}} [nextAction]
 * @property {LastError} [lastError]
 */

/**
 * @typedef {object} Payment
 * @property {string} intentId
 * @property {string} paymentId
 * @property {string} orderId
 * @property {number} amount in the currency's major unit
 * @property {string} currency
 * @property {PaymentStatus} status
 * @property {OrderStatus} orderStatus `paid` is what to wait for, not a status of `succeeded`
 * @property {LastError} [lastError]
 * @property {string} updatedAt ISO 8601, UTC
 */

/**
 * @typedef {object} CallOptions
 * @property {string} [idempotencyKey] Made up when absent, and the same for each repetition within a call. Give one of your own, and
 *   the same again, to repeat a call whose outcome you never learned.
 * @property {AbortSignal} [signal] Ends the wait. What the server has begun it finishes.
 */

/** @typedef {"open" | "waiting"} Connection */

/**
 * @typedef {object} Follower
 * @property {(payment: Payment) => void} onPayment the present state at once, then every newer one
 * @property {(connection: Connection) => void} [onConnection]
 * @property {AbortSignal} [signal]
 */

export {};
