// The shortest way to an answer: what the same command line printed before, in the same environment. It runs in front of the
// program, of which it loads nothing: neither flags are read, nor variables, nor is anything worked out.
import type { Context } from "../context.ts";
import { isOurs, jobFolders } from "../state/folder.ts";
import { answerKey, isKept } from "./answer-key.ts";
import { isFresh } from "./entry.ts";
import { cachePath, readFile } from "./read-file.ts";

/**
 * @param words the command line without the program's name
 * @param version of this program
 * @returns what the program would print now; undefined when it has to be asked
 */
export function recall(
  words: readonly string[],
  version: string,
  context: Pick<Context, "env" | "platform" | "homeDirectory" | "now">,
): string | undefined {
  if (!isKept(words)) return undefined;
  const folders = jobFolders(context, ignore).filter((folder) => isOurs(folder, ignore));
  // The key comes last: it is what costs.
  if (folders.length === 0) return undefined;
  const key = answerKey(words, context.env, version);
  for (const folder of folders) {
    const opened = readFile(cachePath(folder, key, "answer"), key, "answer", ignore);
    if (opened === undefined || !Array.isArray(opened.value)) continue;
    const [text, written, durationSeconds] = opened.value as readonly unknown[];
    if (typeof text !== "string" || typeof written !== "number" || typeof durationSeconds !== "number")
      continue;
    const entry = { credentials: { expiration: new Date(opened.expires) }, written };
    if (isFresh(entry, durationSeconds, context.now(), context.env)) return text;
  }
  return undefined;
}

function ignore(): void {}
