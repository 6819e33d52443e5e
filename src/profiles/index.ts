// The kinds of profile, one line each; the first is the default.
import { credentialProcess } from "./credential-process.ts";
import { staticProfile } from "./static.ts";
import type { ProfileKind } from "./types.ts";
import { webIdentity } from "./web-identity.ts";

export type { ProfileKind, ProfileOrder } from "./types.ts";

export const PROFILE_KINDS: readonly [ProfileKind, ...ProfileKind[]] = [
  staticProfile,
  credentialProcess,
  webIdentity,
];
