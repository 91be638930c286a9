// @ts-check
// The client of ingress-service for a storefront's page: create-intent, confirm, and the payment live. It needs a browser (or
// anything with fetch) and nothing else. Types are in JSDoc.

import { read } from "./event-stream.js";
import { pause, retryAfter, ProblemError } from "./problem.js";

export { ProblemError };

/** @import { CallOptions, Confirmation, Confirmed, Follower, Intent, Order, Payment } from "./types.js" */

const SHORTEST_PAUSE_MS = 200;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** The server sends a comment after 15 s of silence: after three times that, nobody is there any more. */
const SILENCE_MS = 45_000;

/** One user's calls. Every error answer becomes a {@link ProblemError}; branch on its `code`. */
export class PaymentsClient {
  #base;
  #token;
  #patience;
  #onRepeat;

  /**
   * @param {object} settings
   * @param {string} settings.baseUrl of ingress-service, `https://payments.example`
   * @param {string | (() => string | Promise<string>)} settings.token the user's; a function is asked before each request
   * @param {number} [settings.patienceMs] how long a call may take with all its waiting and repeating. Default 60 s
   * @param {(problem: ProblemError) => void} [settings.onRepeat] hears why a call is about to be repeated
   */
  constructor({ baseUrl, token, patienceMs = 60_000, onRepeat = () => {} }) {
    this.#base = `${baseUrl.replace(/\/$/, "")}/api/payments`;
    this.#token = token;
    this.#patience = patienceMs;
    this.#onRepeat = onRepeat;
  }

  /**
   * The PaymentIntent of an order; the open one when it has one already.
   * @param {Order} order
   * @param {CallOptions} [options]
   * @returns {Promise<Intent>}
   */
  createIntent(order, options) {
    return this.#post("create-intent", order, options);
  }

  /**
   * Confirms on the server, for pages without Stripe.js. A declined card is a ProblemError with code `card_declined`.
   * @param {Confirmation} confirmation
   * @param {CallOptions} [options]
   * @returns {Promise<Confirmed>}
   */
  confirm(confirmation, options) {
    return this.#post("confirm", confirmation, options);
  }

  /**
   * @param {string} intentId
   * @param {{signal?: AbortSignal}} [options]
   * @returns {Promise<Payment>}
   */
  async payment(intentId, { signal } = {}) {
    const deadline = Date.now() + this.#patience;
    const response = await this.#persist(deadline, signal, () => this.#send(encodeURIComponent(intentId), { signal }));
    return this.#answer(response, deadline, signal);
  }

  /**
   * The payment live, until the signal aborts: comes back by itself when the stream ends or falls silent, and at once when the
   * browser is online again. A state older than one already told isn't told.
   * @param {string} intentId
   * @param {Follower} follower
   * @returns {Promise<void>} rejected with a ProblemError when coming back makes no sense: the token has expired, say
   */
  async follow(intentId, { onPayment, onConnection = () => {}, signal }) {
    let version = -1;
    let wait = FIRST_PAUSE_MS;
    while (!signal?.aborted) {
      let asked = 0;
      try {
        const response = await this.#send(`${encodeURIComponent(intentId)}/events`, { accept: "text/event-stream", signal });
        if (!response.ok || !response.body) {
          throw await ProblemError.of(response);
        }
        onConnection("open");
        for await (const event of read(response.body, SILENCE_MS, signal)) {
          wait = FIRST_PAUSE_MS;
          const told = event.id === "" ? version : Number(event.id);
          if (event.data !== "" && told >= version) {
            version = told;
            onPayment(JSON.parse(event.data));
          }
        }
      } catch (error) {
        if (signal?.aborted) {
          return;
        }
        if (!(error instanceof ProblemError) || !(error.mayHeal || error.code === "internal_error")) {
          throw error;
        }
        asked = error.retryAfterMs;
      }
      onConnection("waiting");
      await pause(Math.max(asked, wait * (0.75 + Math.random() / 2)), signal);
      wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
    }
  }

  /**
   * @param {string} path
   * @param {object} body
   * @param {CallOptions} [options]
   */
  async #post(path, body, { idempotencyKey = crypto.randomUUID(), signal } = {}) {
    const deadline = Date.now() + this.#patience;
    const response = await this.#persist(deadline, signal, () => this.#send(path, { body, idempotencyKey, signal }));
    return this.#answer(response, deadline, signal);
  }

  /**
   * Repeats what may heal (no connection, 429, 503) after the pause that the server asks for. The key makes it safe.
   * @param {number} deadline
   * @param {AbortSignal | undefined} signal
   * @param {() => Promise<Response>} call
   */
  async #persist(deadline, signal, call) {
    for (let wait = FIRST_PAUSE_MS; ; wait *= 2) {
      try {
        const response = await call();
        if (response.ok) {
          return response;
        }
        throw await ProblemError.of(response);
      } catch (error) {
        const next = Math.max(wait, error instanceof ProblemError ? error.retryAfterMs : 0);
        if (!(error instanceof ProblemError) || !error.mayHeal || Date.now() + next > deadline) {
          throw error;
        }
        this.#onRepeat(error);
        await pause(next, signal);
        signal?.throwIfAborted();
      }
    }
  }

  /**
   * A call that isn't answered in time is answered 202, and then asked for under its request id, on any instance.
   * @param {Response} first
   * @param {number} deadline
   * @param {AbortSignal | undefined} signal
   */
  async #answer(first, deadline, signal) {
    let response = first;
    while (response.status === 202) {
      const pending = await response.json();
      if (Date.now() > deadline) {
        throw new ProblemError({ code: "pending", title: "There is no answer yet.", requestId: pending.requestId });
      }
      await pause(Math.max(retryAfter(response), SHORTEST_PAUSE_MS), signal);
      signal?.throwIfAborted();
      const path = `requests/${encodeURIComponent(pending.requestId)}`;
      response = await this.#persist(deadline, signal, () => this.#send(path, { prefer: "wait=10", signal }));
    }
    return response.json();
  }

  /**
   * @param {string} path
   * @param {{body?: object, idempotencyKey?: string, accept?: string, prefer?: string, signal?: AbortSignal}} call
   */
  async #send(path, { body, idempotencyKey, accept = "application/json", prefer, signal }) {
    const token = typeof this.#token === "function" ? await this.#token() : this.#token;
    const headers = new Headers({ Accept: accept, Authorization: `Bearer ${token}` });
    if (body !== undefined) {
      headers.set("Content-Type", "application/json");
    }
    if (idempotencyKey !== undefined) {
      headers.set("Idempotency-Key", idempotencyKey);
    }
    if (prefer !== undefined) {
      headers.set("Prefer", prefer);
    }
    try {
      return await fetch(`${this.#base}/${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        cache: "no-store",
        signal,
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw new ProblemError({ code: "network", title: "The server can't be reached." });
    }
  }
}
