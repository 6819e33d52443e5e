// The limits of one exchange with STS, the same for every HTTP client, and the failures that tell of them.

/** Milliseconds until the connection stands, TLS included. */
export const CONNECT_LIMIT = 5_000;

/** Milliseconds until the answer is there, connection included: for one attempt, when the caller asks for no less. */
export const REQUEST_LIMIT = 10_000;

/** Bytes: an answer of STS has a few thousand, whatever is larger comes from something else. */
export const LARGEST_ANSWER = 1024 * 1024;

/** A time limit was reached; `failure.ts` knows it by its name. */
export function timeoutError(what: "connection" | "answer", milliseconds: number): Error {
  return Object.assign(new Error(`no ${what} within ${Math.round(milliseconds / 100) / 10} seconds`), {
    name: "TimeoutError",
  });
}

/** The caller gave up; `failure.ts` knows it by its name. */
export function abortError({ reason }: AbortSignal): Error {
  const message = reason instanceof Error ? reason.message : "The request was aborted";
  return Object.assign(new Error(message), { name: "AbortError" });
}

export function tooLargeError(): Error {
  return new Error(`the answer has more than ${LARGEST_ANSWER} bytes`);
}
