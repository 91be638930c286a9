// @ts-check
// Error answers (RFC 9457), and waiting.

/** Too busy, or (as proxies say it) away for a moment. A 500 is a defect: repeating the call won't mend it. */
const HEALING = new Set([429, 502, 503, 504]);

/**
 * As ingress-service answers; `code` says which, and `network` and `pending` are the client's own. `detail` is for developers.
 * @typedef {object} Problem
 * @property {string} [code]
 * @property {number} [status] absent when there was no answer
 * @property {string} [title]
 * @property {string} [detail]
 * @property {string} [requestId] what logs call the request
 * @property {string} [declineCode]
 * @property {import("./types.js").LastError} [lastError]
 * @property {boolean} [retryable]
 * @property {string} [member] which part of the input is wrong
 */

export class ProblemError extends Error {
  /**
   * @param {Problem} problem
   * @param {number} [retryAfterMs] the pause that the server asks for
   */
  constructor(problem, retryAfterMs = 0) {
    super(problem.title ?? "Something went wrong.");
    this.name = "ProblemError";
    this.problem = problem;
    this.code = problem.code ?? "unknown";
    this.retryAfterMs = retryAfterMs;
  }

  /** Whether the same call, with the same key, may go well later. */
  get mayHeal() {
    const { status, retryable } = this.problem;
    return this.code === "network" || (retryable !== false && HEALING.has(status ?? 0));
  }

  /**
   * @param {Response} response
   * @returns {Promise<ProblemError>}
   */
  static async of(response) {
    const body = await response.json().catch(() => ({}));
    return new ProblemError({ ...body, status: response.status }, retryAfter(response));
  }
}

/**
 * What `Retry-After` says; 0 when it says nothing.
 * @param {Response} response
 */
export function retryAfter(response) {
  const seconds = Number(response.headers.get("Retry-After"));
  return Number.isFinite(seconds) ? seconds * 1000 : 0;
}

/**
 * Ends early when the signal aborts, and when the browser comes back online.
 * @param {number} ms
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
export function pause(ms, signal) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      globalThis.removeEventListener?.("online", done);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    globalThis.addEventListener?.("online", done);
    signal?.addEventListener("abort", done);
  });
}
