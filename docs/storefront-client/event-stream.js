// @ts-check
// Server-sent events read by fetch: EventSource can't send an Authorization header, and a token never goes into an address.

import { ProblemError } from "./problem.js";

/**
 * The events of a stream until it ends; comments are left out.
 * @param {ReadableStream<Uint8Array>} body
 * @param {number} silenceMs after so long without a byte the stream counts as broken
 * @param {AbortSignal} [signal]
 * @returns {AsyncGenerator<{id: string, data: string}, void, void>}
 */
export async function* read(body, silenceMs, signal) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await within(silenceMs, reader.read(), signal);
      if (done) {
        return;
      }
      const blocks = (rest + decoder.decode(value, { stream: true })).replaceAll("\r\n", "\n").split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const event = { id: field(block, "id"), data: field(block, "data") };
        if (event.data !== "") {
          yield event;
        }
      }
    }
  } finally {
    // A reader that is still waiting for bytes rejects; whoever stopped reading knows.
    reader.cancel().catch(() => undefined);
  }
}

/**
 * @param {string} block
 * @param {string} name
 */
function field(block, name) {
  return block
    .split("\n")
    .filter((line) => line.startsWith(`${name}:`))
    .map((line) => line.slice(name.length + 1).trimStart())
    .join("\n");
}

/**
 * What was open before the browser was offline may be dead without a sign of it, so that "online" breaks it, too.
 * @template T
 * @param {number} ms
 * @param {Promise<T>} reading
 * @param {AbortSignal} [signal]
 * @returns {Promise<T>}
 */
function within(ms, reading, signal) {
  return new Promise((resolve, reject) => {
    const broken = (/** @type {string} */ title) => reject(new ProblemError({ code: "network", title }));
    const online = () => broken("The connection is another one.");
    const timer = setTimeout(() => broken("The connection fell silent."), ms);
    globalThis.addEventListener?.("online", online);
    reading
      .then(resolve, () => (signal?.aborted ? reject(signal.reason) : broken("The connection is broken.")))
      .finally(() => {
        clearTimeout(timer);
        globalThis.removeEventListener?.("online", online);
      });
  });
}
