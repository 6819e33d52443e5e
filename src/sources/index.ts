// The sources of credentials, one line each, in the order in which they would be asked.
import { gitlabOidc } from "./gitlab-oidc.ts";
import type { CredentialSource } from "./types.ts";

export type { CredentialSource } from "./types.ts";

export const SOURCES: readonly [CredentialSource, ...CredentialSource[]] = [gitlabOidc];
