// How often, and for how long, what AWS calls temporary is tried again.
import type { Context } from "../context.ts";

export const ATTEMPTS = 3;

/** Milliseconds: after that the tool gives up, whatever it is doing. */
export const TIME_LIMIT = 30_000;

/** Milliseconds: the longest first pause; each later one may be twice as long. */
const FIRST_PAUSE = 500;

/**
 * Tries an action again after temporary failures, with full jitter
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 * @param attempt gets the milliseconds that are left
 * @param isTemporary whether a failure is worth another attempt
 */
export async function withRetries<T>(
  attempt: (millisecondsLeft: number) => Promise<T>,
  isTemporary: (failure: unknown) => boolean,
  context: Pick<Context, "now" | "sleep" | "log">,
): Promise<T> {
  const end = context.now() + TIME_LIMIT;
  for (let count = 1; ; count++) {
    try {
      return await attempt(end - context.now());
    } catch (failure) {
      const pause = Math.random() * FIRST_PAUSE * 2 ** (count - 1);
      if (count === ATTEMPTS || !isTemporary(failure) || context.now() + pause >= end) throw failure;
      context.log.debug(`attempt ${count} of ${ATTEMPTS} failed, next in ${Math.round(pause)} ms`);
      await context.sleep(pause);
    }
  }
}
