// What a source of credentials is. A new source is one file that exports a `CredentialSource`, and one line in `index.ts`.
import type { Context } from "../context.ts";
import type { Credentials } from "../credentials.ts";
import type { LoginRequest } from "../request/resolve.ts";

export interface CredentialSource {
  readonly name: string;
  readonly summary: string;
  /** @throws HelperError when it has no credentials to give */
  login(request: LoginRequest, context: Context): Promise<Credentials>;
}
