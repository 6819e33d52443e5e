// However many processes want the same credentials at once, one asks AWS and the others wait for its answer, good or bad.
//
// The lock of files/lock.ts says who asks: it is free again at once when its holder is killed, some seconds after it was
// stopped, and waiters go on trying for it while they look for the answer. The answer is in the cache folder before the
// lock is given back:
//
//   credentials   everybody takes them, whoever comes later too
//   a failure     is taken by the processes that waited, or that were already running; whoever is started later asks anew
//
// Who was stopped and goes on after it has lost the lock leaves nothing: another process has asked since.
// When there is no folder, no lock, or the wait is over, a process asks for itself: slower, never wrong.
import type { Context } from "../context.ts";
import type { Credentials } from "../credentials.ts";
import { withLock } from "../files/lock.ts";
import { writableJobFolder } from "../state/folder.ts";
import { isFresh, isUsable, toJson } from "./entry.ts";
import { concerns, type FailureRecord, isShared, readFailure, writeFailure } from "./failure-record.ts";
import type { CacheKey } from "./key.ts";
import { ownStart } from "./moment.ts";
import { readEntry } from "./read.ts";
import { sweep } from "./sweep.ts";
import { removeFile, writeFile } from "./write.ts";

export interface Flight {
  readonly key: CacheKey;
  readonly durationSeconds: number;
  /** Asks AWS, with the very token that is in the key. */
  ask(): Promise<Credentials>;
}

type Answer = { readonly credentials: Credentials } | { readonly failure: unknown };

export interface FlightLimits {
  /** Milliseconds that a process waits, however many others ask one after the other. */
  readonly wait: number;
  /** Milliseconds after which a holder that is stopped, or of which nothing is heard, asks no more. */
  readonly silence: number;
}

/** The wait is the time limit of one call (sts/retry.ts), and as much as it takes to start and to write an answer. */
const LIMITS: FlightLimits = { wait: 30_000 + 8_000, silence: 10_000 };

const silent = (): void => {};

/**
 * @param limits other ones than usual, for tests with real processes
 * @throws HelperError as `ask` throws it, in this process or in the one that asked
 */
export async function singleFlight(flight: Flight, context: Context, limits = LIMITS): Promise<Credentials> {
  const folder = writableJobFolder(context, context.log.debug);
  if (folder === undefined) {
    context.log.debug("cache: there is no folder for it, working without");
    return flight.ask();
  }
  const answer = await takePart(folder, flight, context, limits);
  if ("failure" in answer) throw answer.failure;
  return answer.credentials;
}

async function takePart(
  folder: string,
  flight: Flight,
  context: Context,
  limits: FlightLimits,
): Promise<Answer> {
  const { key } = flight;
  const findAnswer = answerFinder(folder, flight, context);
  let looks = 0;
  const options = {
    waitMilliseconds: limits.wait,
    waitInAllMilliseconds: limits.wait,
    silenceMilliseconds: limits.silence,
    breaksStopped: true,
    now: context.now,
    sleep: context.sleep,
    meanwhile: () => {
      looks += 1;
      if (looks === 2) context.log.debug("cache: another process is asking AWS: waiting for its answer");
      return findAnswer();
    },
  };
  try {
    // Between the last look and the lock, the holder before may have answered.
    return await withLock(`${folder}/${key.name}.lock`, options, async ({ isHeld }) => {
      const found = findAnswer();
      if (found !== undefined) return found;
      const answer = await ask(flight);
      if (isHeld()) {
        await leave(answer, folder, flight, context);
        return answer;
      }
      context.log.debug("cache: this process stood still and lost the lock: its answer is not kept");
      const isGood = "credentials" in answer && isUsable(answer.credentials.expiration, context.now());
      return isGood ? answer : (findAnswer() ?? answer);
    });
  } catch (error) {
    // `ask` throws nothing: it is the lock that failed.
    context.log.debug(`cache: asking without the lock: ${(error as Error).message}`);
    const answer = await ask(flight);
    await leave(answer, folder, flight, context);
    return answer;
  }
}

/** Looks for the answer to this flight, again and again. What was there on arrival is the answer to an earlier one. */
function answerFinder(
  folder: string,
  { key, durationSeconds }: Flight,
  context: Context,
): () => Answer | undefined {
  const { env, now, log } = context;
  const oldEntry = readEntry(folder, key, silent);
  const oldFailure = readFailure(folder, key);
  return () => {
    const entry = readEntry(folder, key, silent);
    // A new answer counts even if too little is left of it: asking again would bring no better one.
    if (entry !== undefined && (entry.id !== oldEntry?.id || isFresh(entry, durationSeconds, now(), env))) {
      log.debug("cache: another process has asked AWS: taking its answer");
      return { credentials: entry.credentials };
    }
    const record = readFailure(folder, key);
    if (record === undefined || !isMine(record)) return undefined;
    log.debug("cache: another process has asked AWS, in vain: its failure is this one's, too");
    return { failure: record.failure };
  };

  function isMine(record: FailureRecord): boolean {
    return record.id !== oldFailure?.id || concerns(record, ownStart(), now());
  }
}

/** Throws nothing. */
function ask(flight: Flight): Promise<Answer> {
  return flight.ask().then(
    (credentials) => ({ credentials }),
    (failure: unknown) => ({ failure }),
  );
}

/** Leaves an answer for the others. Throws nothing. */
async function leave(answer: Answer, folder: string, flight: Flight, context: Context): Promise<void> {
  if ("credentials" in answer) await keep(folder, flight, answer.credentials, context);
  else if (isShared(answer.failure)) await writeFailure(folder, flight.key, answer.failure, context);
}

async function keep(
  folder: string,
  { key }: Flight,
  credentials: Credentials,
  context: Context,
): Promise<void> {
  const value = toJson(credentials, context.now());
  const content = { value, expires: credentials.expiration.getTime() };
  await writeFile(folder, key, "credentials", content, context);
  removeFile(folder, key, "failure");
  sweep(folder, context.now());
}
