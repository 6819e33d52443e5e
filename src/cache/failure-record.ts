// The failure of a call, left for those who waited for that call, so that they report it too instead of asking one by
// one. Only cache/ imports it.
import type { Context } from "../context.ts";
import { EXIT, HelperError } from "../errors.ts";
import type { CacheKey } from "./key.ts";
import { isBefore, type Moment, thisMoment } from "./moment.ts";
import { cachePath, readFile } from "./read-file.ts";
import { writeFile } from "./write.ts";

export interface FailureRecord {
  readonly failure: HelperError;
  /** When it was written. */
  readonly at: Moment;
  /** Milliseconds since the epoch. */
  readonly expires: number;
  /** Different for every writing. */
  readonly id: string;
}

/** Milliseconds. Only for processes that were started with the others and came late, on a machine with much to do. */
const LIFE = 15_000;

/** Only AWS's answer, or its absence, is the same for everybody: tokens and CA bundles each process reads for itself. */
export function isShared(failure: unknown): failure is HelperError {
  return (
    failure instanceof HelperError &&
    (failure.exitCode === EXIT.REFUSED || failure.exitCode === EXIT.UNAVAILABLE)
  );
}

export async function writeFailure(
  folder: string,
  key: CacheKey,
  { exitCode, message, remedy }: HelperError,
  context: Pick<Context, "now" | "platform" | "sleep" | "log">,
): Promise<void> {
  const now = context.now();
  const value = { exitCode, message, remedy, at: thisMoment(now) };
  await writeFile(folder, key, "failure", { value, expires: now + LIFE }, context);
}

export function readFailure(folder: string, key: CacheKey): FailureRecord | undefined {
  const opened = readFile(cachePath(folder, key, "failure"), key, "failure", () => {});
  if (opened === undefined) return undefined;
  // The authentication tag has proved that it is what `writeFailure` wrote.
  const { exitCode, message, remedy, at } = opened.value as {
    exitCode: number;
    message: string;
    remedy?: string;
    at: Moment;
  };
  const failure = new HelperError(exitCode, message, remedy === undefined ? {} : { remedy });
  return { failure, at, expires: opened.expires, id: opened.id };
}

/**
 * Whether a failure that was found on arrival is also that of a process. It is if the process was started before the
 * failure was known: then all of them were started at once. Whoever starts one after seeing the failure gets a new call.
 * @param now milliseconds since the epoch
 */
export function concerns({ at, expires }: FailureRecord, started: Moment, now: number): boolean {
  return isBefore(started, at) && now >= expires - LIFE && now < expires;
}
