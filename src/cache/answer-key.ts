// What a whole answer belongs to: the command line and the environment, the ID token in it. Only cache/ imports it.
import { hash, hkdfSync } from "node:crypto";
import type { Environment } from "../context.ts";
import type { CacheKey } from "./key.ts";

/** Whether the answer to a command line is kept: of the command that the AWS SDKs run again and again, unless it wants no cache. */
export function isKept(words: readonly string[]): boolean {
  return words[0] === "process" && !words.includes("--no-cache");
}

/** Part of every derived key: a change of the format, or of what the program makes of its input, changes it. */
const LABEL = "gitlab-aws-credential-helper answer 1";
/** Bytes of an AES-256 key. */
const SECRET_LENGTH = 32;
/** Characters of a file's name, as those of the other files. */
const NAME_LENGTH = 32;

/** What shells change by themselves from one command to the next; the program looks at none of these. */
const CHANGING: readonly string[] = ["_", "SHLVL", "PWD", "OLDPWD", "COLUMNS", "LINES"];

/** Whether a variable is part of the key. All are that could ever matter: one that is forgotten would give another identity. */
export function isInKey(name: string): boolean {
  return !CHANGING.includes(name);
}

/**
 * The file is that of the command line, so that there is one however often variables change; it can be read with the same
 * variables alone. Its key comes out of HKDF (RFC 5869) over all of them: what is left is worthless without the ID token.
 * @param words the command line without the program's name
 * @param version of this program
 */
export function answerKey(words: readonly string[], env: Environment, version: string): CacheKey {
  const subject = JSON.stringify([version, words]);
  const names = Object.keys(env).filter(isInKey).sort();
  const variables = JSON.stringify(names.map((name) => [name, env[name]]));
  return {
    name: hash("sha256", `${LABEL}\n${subject}`, "hex").slice(0, NAME_LENGTH),
    secret: new Uint8Array(hkdfSync("sha256", variables, subject, LABEL, SECRET_LENGTH)),
    subject,
  };
}
