// However many processes want the same credentials at once, one asks AWS and the others wait for its answer, good or bad.
//
// The lock of files/lock.ts says who asks: it is free again at once when its holder is killed, and waiters go on trying
// for it while they look for the answer. The answer is in the cache folder before the lock is given back:
//
//   credentials   everybody takes them, whoever comes later too
//   a failure     is taken by the processes that waited, or that were already running; whoever is started later asks anew
//
// When there is no folder, no lock, or the wait is over, a process asks for itself: slower, never wrong.
import type { Context } from "../context.ts";
import type { Credentials } from "../credentials.ts";
import { withLock } from "../files/lock.ts";
import { writableJobFolder } from "../state/folder.ts";
import { isFresh, toJson } from "./entry.ts";
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

/** Milliseconds: the time limit of one call (sts/retry.ts), and as much as it takes to start and to write an answer. */
const LONGEST_WAIT = 30_000 + 8_000;

const silent = (): void => {};

/** @throws HelperError as `ask` throws it, in this process or in the one that asked */
export async function singleFlight(flight: Flight, context: Context): Promise<Credentials> {
  const folder = writableJobFolder(context, context.log.debug);
  if (folder === undefined) {
    context.log.debug("cache: there is no folder for it, working without");
    return flight.ask();
  }
  const answer = await takePart(folder, flight, context);
  if ("failure" in answer) throw answer.failure;
  return answer.credentials;
}

async function takePart(folder: string, flight: Flight, context: Context): Promise<Answer> {
  const { key } = flight;
  const findAnswer = answerFinder(folder, flight, context);
  let looks = 0;
  const options = {
    waitMilliseconds: LONGEST_WAIT,
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
    return await withLock(
      `${folder}/${key.name}.lock`,
      options,
      async () => findAnswer() ?? (await ask(folder, flight, context)),
    );
  } catch (error) {
    // `ask` throws nothing: it is the lock that failed.
    context.log.debug(`cache: asking without the lock: ${(error as Error).message}`);
    return ask(folder, flight, context);
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
    if (
      entry !== undefined &&
      (entry.id !== oldEntry?.id || isFresh(entry.credentials.expiration, durationSeconds, now(), env))
    ) {
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

/** Asks AWS and leaves the answer for the others. Throws nothing. */
async function ask(folder: string, flight: Flight, context: Context): Promise<Answer> {
  const answer: Answer = await flight.ask().then(
    (credentials) => ({ credentials }),
    (failure: unknown) => ({ failure }),
  );
  if ("credentials" in answer) await keep(folder, flight, answer.credentials, context);
  else if (isShared(answer.failure)) await writeFailure(folder, flight.key, answer.failure, context);
  return answer;
}

async function keep(
  folder: string,
  { key }: Flight,
  credentials: Credentials,
  context: Context,
): Promise<void> {
  const content = { value: toJson(credentials), expires: credentials.expiration.getTime() };
  await writeFile(folder, key, "credentials", content, context);
  removeFile(folder, key, "failure");
  sweep(folder, context.now());
}
