// Unsigned tokens: this tool reads what is in them, only AWS verifies them.

export const CLAIMS = {
  iss: "https://gitlab.example.com",
  sub: "project_path:acme/shop:ref_type:branch:ref:main",
  aud: "https://gitlab.example.com",
  exp: 4102444800,
  iat: 1700000000,
} as const;

export function base64url(value: unknown): string {
  return Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
}

/** A token with these claims; each is GitLab-like unless given. */
export function makeToken(claims: Readonly<Record<string, unknown>> = {}): string {
  return `${base64url({ alg: "RS256", typ: "JWT" })}.${base64url({ ...CLAIMS, ...claims })}.${base64url("signature")}`;
}
