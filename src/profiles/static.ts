// A profile that holds the credentials themselves: read by everything, refreshed by nothing.
import { expirationText } from "../credentials.ts";
import { login } from "../login.ts";
import { DECISIVE_ROLE_KEYS, ROLE_KEYS } from "./credential-keys.ts";
import type { ProfileKind } from "./types.ts";

export const staticProfile: ProfileKind = {
  name: "static",
  file: "credentials",
  keys: [
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "aws_security_token",
    "expiration",
    "x_security_token_expires",
  ],
  beatenBy: ROLE_KEYS,
  beatenByInherited: {
    // Taken out of the profile's own section, it is inherited.
    credentials: ["aws_security_token", ...DECISIVE_ROLE_KEYS],
    config: DECISIVE_ROLE_KEYS,
  },
  refusesConflicts: false,
  async prepare({ request }, context) {
    const credentials = await login(request, context);
    const expiration = expirationText(credentials.expiration);
    return new Map([
      ["aws_access_key_id", credentials.accessKeyId],
      ["aws_secret_access_key", credentials.secretAccessKey.reveal()],
      ["aws_session_token", credentials.sessionToken.reveal()],
      // An old one would win over the new session token in botocore.
      ["aws_security_token", undefined],
      // No SDK reads an expiry here: the first name is the Go tool's, the second that of saml2aws and others.
      ["expiration", expiration],
      ["x_security_token_expires", expiration],
    ]);
  },
};
