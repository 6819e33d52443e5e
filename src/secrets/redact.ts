// The last line of defence: every message passes through here on its way to stderr.

export const SECRET_PLACEHOLDER = "[secret]";

/** Shorter texts are no secrets of AWS or GitLab, and would tear holes into plain words. */
const SHORTEST_SECRET = 8;

/** All secrets that this process has met. */
const known = new Set<string>();

/** From here on, `redact` removes this text. */
export function rememberSecret(text: string): void {
  if (text.length >= SHORTEST_SECRET) known.add(text);
}

/** What looks like a JSON Web Token (RFC 7519): three base64url parts, the first of them a JSON object. */
const TOKEN_SHAPE = /eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g;

/** The text without any secret that is known, and without anything that looks like a token. */
export function redact(text: string): string {
  let clean = text;
  for (const secret of [...known].sort((one, other) => other.length - one.length))
    clean = clean.replaceAll(secret, SECRET_PLACEHOLDER);
  return clean.replace(TOKEN_SHAPE, SECRET_PLACEHOLDER);
}
