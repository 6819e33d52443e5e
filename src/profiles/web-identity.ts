// A profile by which an SDK trades the ID token itself, without this helper in the image: refreshes as long as the token lives.
// https://docs.aws.amazon.com/sdkref/latest/guide/access-assume-role-web.html
import { resolve } from "node:path";
import { loadIdToken } from "../id-token/load.ts";
import { keepTokenFile } from "../state/token-file.ts";
import { PROCESS_KEY, ROLE_KEYS, STATIC_KEYS } from "./credential-keys.ts";
import { WEB_IDENTITY } from "./flags.ts";
import type { ProfileKind } from "./types.ts";

const KEYS = ["role_arn", "role_session_name", "web_identity_token_file", "duration_seconds"];

export const webIdentity: ProfileKind = {
  name: "web identity",
  flag: WEB_IDENTITY,
  file: "config",
  keys: KEYS,
  beatenBy: [...STATIC_KEYS, ...ROLE_KEYS, PROCESS_KEY],
  // botocore looks at web identity first; but it takes the value of a key from the credentials file when both have it.
  beatenByInherited: { credentials: KEYS, config: [] },
  refusesConflicts: true,
  async prepare({ request }, context) {
    const { text } = await loadIdToken(request.token.value, context.now());
    const reference = request.token.value;
    const path =
      reference.kind === "file"
        ? // Whoever keeps that file may renew the token in it.
          resolve(context.workingDirectory, reference.path)
        : await keepTokenFile(reference.name, text, context);
    return new Map([
      ["role_arn", request.roleArn.value],
      ["role_session_name", request.sessionName.value],
      ["web_identity_token_file", path],
      ["duration_seconds", String(request.durationSeconds.value)],
    ]);
  },
};
