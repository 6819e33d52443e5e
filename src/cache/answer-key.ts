// What a whole answer belongs to: the command line and every variable that could matter to it, the ID token among them.
// Only cache/ imports it.
import { hkdfSync } from "node:crypto";
import type { Environment } from "../context.ts";
import type { CacheKey } from "./key.ts";

/** The command whose answers are kept: the AWS SDKs run it again and again, and its answer is the same for the same words. */
const COMMAND = "process";

/** Part of every derived key: a change of the format, or of what the program makes of its input, changes it. */
const LABEL = "gitlab-aws-credential-helper answer 1";
/** Bytes. */
const NAME_LENGTH = 16;
const SECRET_LENGTH = 32;

/** Whether a variable is part of the key. More than the program looks at: what is left out must not matter to any answer. */
export function isInKey(name: string): boolean {
  return /^(GITLAB_|CI_|AWS_|XDG_|(ROLE_ARN|HOME|LOCALAPPDATA)$)/.test(name);
}

/**
 * Another word, another value of any such variable, another version: another key, another file. Name and secret come out of one
 * HKDF (RFC 5869) over the ID token and all the rest: a file that is left is worthless without that job's token.
 * @param words the command line without the program's name
 * @param version of this program
 * @returns undefined for a command whose answers are not kept
 */
export function answerKey(words: readonly string[], env: Environment, version: string): CacheKey | undefined {
  if (words[0] !== COMMAND) return undefined;
  const names = Object.keys(env).filter(isInKey).sort();
  const input = JSON.stringify([version, words, names.map((name) => [name, env[name]])]);
  const derived = new Uint8Array(hkdfSync("sha256", input, "", LABEL, NAME_LENGTH + SECRET_LENGTH));
  return {
    name: Buffer.from(derived.subarray(0, NAME_LENGTH)).toString("hex"),
    secret: derived.subarray(NAME_LENGTH),
    subject: "",
  };
}
