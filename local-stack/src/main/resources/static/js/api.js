// Calls to the storefront's own API and to ingress-service. Both answer errors as problem+json.

const PATIENCE_MS = 60_000;

/** An error answer; `problem.code` says which. */
export class ProblemError extends Error {
  constructor(problem) {
    super(problem.detail ?? problem.title ?? "Something went wrong.");
    this.problem = problem;
  }
}

async function send(url, { method = "GET", body, token, headers = {}, signal } = {}) {
  const request = { method, headers: { Accept: "application/json", ...headers }, signal };
  if (token) {
    request.headers.Authorization = `Bearer ${token}`;
  }
  if (body !== undefined) {
    request.headers["Content-Type"] = "application/json";
    request.body = JSON.stringify(body);
  }
  try {
    return await fetch(url, request);
  } catch (error) {
    if (signal?.aborted) {
      throw error;
    }
    throw new ProblemError({ code: "network", detail: "The server can't be reached. Is the stack running?" });
  }
}

/** The JSON of a good answer; else a ProblemError. */
export async function result(response) {
  const json = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new ProblemError({ status: response.status, ...json });
  }
  return json;
}

export async function settings() {
  return result(await send("api/settings"));
}

export async function placeOrder(amount, currency) {
  return result(await send("api/orders", { method: "POST", body: { amount, currency } }));
}

export async function readOrder(orderId) {
  return result(await send(`api/orders/${encodeURIComponent(orderId)}`));
}

/** Our calls to ingress-service, in the name of the order's user. */
export class Payments {
  constructor(ingressUrl, token) {
    this.base = `${ingressUrl}/api/payments`;
    this.token = token;
  }

  /** Needs no key: an order has one open intent, and whoever asks again gets that one. */
  createIntent(order) {
    const { orderId, amount, currency } = order;
    return this.#ask("create-intent", { orderId, amount, currency });
  }

  /** Each click is a new attempt, so each has a key of its own. */
  confirm(intentId, paymentMethodId, returnUrl) {
    return this.#ask("confirm", { intentId, paymentMethodId, returnUrl }, crypto.randomUUID());
  }

  eventsUrl(intentId) {
    return `${this.base}/${intentId}/events`;
  }

  /** A call that isn't answered in time is answered 202, and then asked for under its request id. */
  async #ask(path, body, key) {
    const deadline = Date.now() + PATIENCE_MS;
    let response = await send(`${this.base}/${path}`, {
      method: "POST",
      body,
      token: this.token,
      headers: key ? { "Idempotency-Key": key } : {},
    });
    while (response.status === 202 && Date.now() < deadline) {
      const { requestId } = await response.json();
      response = await send(`${this.base}/requests/${requestId}`, {
        token: this.token,
        headers: { Prefer: "wait=10" },
      });
    }
    if (response.status === 202) {
      throw new ProblemError({ code: "pending", detail: "No answer yet. Watch the live state, or try again." });
    }
    return result(response);
  }
}
