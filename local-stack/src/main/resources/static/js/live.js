// Server-sent events read by fetch: EventSource can't send an Authorization header, and a token never goes into a URL.

import { ProblemError, result } from "./api.js";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Calls `onEvent(data)` for every event until the signal aborts, and comes back by itself when the stream ends.
 * `onState` hears "open" and "waiting". Throws when coming back makes no sense: the token isn't taken, say.
 */
export async function follow(url, token, { onEvent, onState, signal }) {
  let pause = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    try {
      const response = await fetch(url, {
        headers: { Accept: "text/event-stream", Authorization: `Bearer ${token}` },
        cache: "no-store",
        signal,
      });
      if (!response.ok) {
        await result(response);
      }
      onState("open");
      pause = FIRST_PAUSE_MS;
      await read(response.body, onEvent);
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      if (error instanceof ProblemError && error.problem.status < 500 && error.problem.status !== 429) {
        throw error;
      }
    }
    onState("waiting");
    await sleep(pause, signal);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}

async function read(body, onEvent) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const blocks = (rest + value).replaceAll("\r\n", "\n").split("\n\n");
    rest = blocks.pop();
    blocks.map(dataOf).filter((data) => data !== "").forEach((data) => onEvent(JSON.parse(data)));
  }
}

/** The data lines of one event; a heartbeat has none. */
function dataOf(block) {
  return block
    .split("\n")
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice(5).trimStart())
    .join("\n");
}

function sleep(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}
