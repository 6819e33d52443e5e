// The one way in which credentials reach stdout.
import type { Context } from "../context.ts";

/** Writes the text in one piece; on a terminal it warns before, because what stands there is seldom meant to. */
export async function printSecrets(text: string, { stdout, log }: Context): Promise<void> {
  if (stdout.isTerminal)
    log.warn("these are secret credentials, printed on a terminal: they are meant for a program to read");
  await stdout.write(text);
}
