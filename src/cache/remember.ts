// Keeps an answer for the next run with the same words in the same environment: the other half of recall.ts.
import type { Context } from "../context.ts";
import type { LoginRequest } from "../request/resolve.ts";
import { isOurs, jobFolders } from "../state/folder.ts";
import { VERSION } from "../version.ts";
import { answerKey, isInKey, isKept } from "./answer-key.ts";
import type { Entry } from "./entry.ts";
import { writeFile } from "./write.ts";

/**
 * Only what came from the cache is kept: then there is a second run, and most likely a third. And only with a token that is in
 * the key itself: a file may hold another one next time.
 * @param text what was printed
 */
export async function remember(
  text: string,
  entry: Pick<Entry, "credentials" | "written">,
  request: LoginRequest,
  context: Context,
): Promise<void> {
  const { words = [], env, log } = context;
  const token = request.token.value;
  if (!isKept(words) || token.kind !== "variable" || !isInKey(token.name)) return;
  const folder = jobFolders(context, log.debug).find((each) => isOurs(each, log.debug));
  if (folder === undefined) return;
  const key = answerKey(words, env, VERSION);
  const value = [text, entry.written, request.durationSeconds.value];
  const expires = entry.credentials.expiration.getTime();
  await writeFile(folder, key, "answer", { value, expires }, context);
}
