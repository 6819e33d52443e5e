// A profile that runs this helper whenever an SDK needs credentials: refreshes as long as the ID token lives.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html

import { resolve } from "node:path";
import type { Flags } from "../arguments/flag-spec.ts";
import type { Context } from "../context.ts";
import { EXIT, HelperError } from "../errors.ts";
import { loadIdToken } from "../id-token/load.ts";
import { DURATION, NO_CACHE, REQUEST_FLAGS, TOKEN_FILE } from "../request/inputs.ts";
import { DECISIVE_ROLE_KEYS, LOGIN_KEY, PROCESS_KEY, ROLE_KEYS, STATIC_KEYS } from "./credential-keys.ts";
import { CREDENTIAL_PROCESS } from "./flags.ts";
import type { ProfileKind, ProfileOrder } from "./types.ts";

/** What needs no quoting in any of sh, cmd.exe and botocore's own splitter. */
const PLAIN_WORD = /^[A-Za-z0-9_.,:/@+=-]+$/;
/** What they all read alike between double quotes. */
const QUOTABLE_WORD = /^[A-Za-z0-9_.,:/@+=\- ]+$/;
const QUOTABLE_WINDOWS_PATH = /^[A-Za-z0-9_.,:/@+=\- \\]+$/;

export const credentialProcess: ProfileKind = {
  name: "credential process",
  flag: CREDENTIAL_PROCESS,
  file: "config",
  keys: [PROCESS_KEY],
  beatenBy: [...STATIC_KEYS, ...ROLE_KEYS, LOGIN_KEY],
  beatenByInherited: {
    credentials: ["aws_access_key_id", ...DECISIVE_ROLE_KEYS, LOGIN_KEY, PROCESS_KEY],
    // Static keys of the config file are what botocore looks at last.
    config: [...DECISIVE_ROLE_KEYS, LOGIN_KEY],
  },
  refusesConflicts: true,
  async prepare({ request, flags }: ProfileOrder, context) {
    // The profile will need the token later; that it is there and well-formed can be said now.
    await loadIdToken(request.token.value, context.now());
    return new Map([[PROCESS_KEY, commandLine(flags, context)]]);
  },
};

/**
 * The helper's absolute path, `process`, and the flags that were given: never a secret, for no flag takes one.
 * @throws HelperError (7) for a path or value that the SDKs would split differently
 */
export function commandLine(
  flags: Flags,
  context: Pick<Context, "helperCommand" | "platform" | "workingDirectory">,
): string {
  const given = REQUEST_FLAGS.flatMap((flag): [string, string][] => {
    const value = flags.value(flag.name);
    if (value === undefined) return [];
    return [
      [`--${flag.name}`, flag.name === TOKEN_FILE.name ? resolve(context.workingDirectory, value) : value],
    ];
  });
  const program = context.helperCommand.map((word) => quoted(word, context.platform === "win32"));
  const words = given.map(([name, value]) => `${name} ${quoted(value, false)}`);
  if (flags.on(NO_CACHE.name)) words.push(`--${NO_CACHE.name}`);
  // The Go SDK strips quotes that surround a whole value, so the last word must not be quoted: those that are come first.
  words.sort((one, other) => Number(other.endsWith('"')) - Number(one.endsWith('"')));
  if (words.at(-1)?.endsWith('"')) words.push(`--${DURATION.name} ${flags.value(DURATION.name) ?? "3600"}`);
  return [...program, "process", ...words].join(" ");
}

function quoted(word: string, windowsPath: boolean): string {
  if (PLAIN_WORD.test(word)) return word;
  if ((windowsPath ? QUOTABLE_WINDOWS_PATH : QUOTABLE_WORD).test(word)) return `"${word}"`;
  throw new HelperError(
    EXIT.FILE,
    `credential_process cannot hold ${JSON.stringify(word)}: shells and SDKs would read its special characters differently`,
    {
      remedy:
        "Use letters, digits, blanks and _ . , : / @ + = - only; put the helper on another path if it is about its own.",
    },
  );
}
