// Signs ID tokens as GitLab would, and in all the ways that STS must refuse.
import { createHmac, sign as signBytes } from "node:crypto";
import { type ClaimSettings, gitlabClaims } from "./gitlab-claims.ts";
import type { Issuer } from "./issuer.ts";
import { type IssuerKey, SIGNING_ALGORITHMS, type SigningAlgorithm } from "./issuer-keys.ts";

/** What a token is to have instead of the defaults. */
export interface TokenOverrides {
  readonly issuer?: string;
  readonly audience?: string | readonly string[];
  readonly projectPath?: string;
  readonly refType?: "branch" | "tag";
  readonly ref?: string;
  /** Seconds, default 3600 (GitLab's default job timeout). */
  readonly lifetimeSeconds?: number;
  /** Seconds, default 0. */
  readonly issuedSecondsAgo?: number;
  /** Issued two lifetimes ago. */
  readonly expired?: boolean;
  /** Default RS256. `none` and HS256 (keyed with the public key) are the classic forgeries. */
  readonly algorithm?: SigningAlgorithm | "none" | "HS256";
  /** `wrong-key`: another key under the published key id; `unknown-key`: under its own id; `damaged`: one bit flipped. */
  readonly signature?: "valid" | "wrong-key" | "unknown-key" | "damaged";
  /** Laid over the claims; null takes a claim out. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

export const TOKEN_OVERRIDE_NAMES: readonly (keyof TokenOverrides)[] = [
  "issuer",
  "audience",
  "projectPath",
  "refType",
  "ref",
  "lifetimeSeconds",
  "issuedSecondsAgo",
  "expired",
  "algorithm",
  "signature",
  "claims",
];

/** @throws Error when an override has a value that is none of those listed */
export async function signIdToken(
  issuer: Issuer,
  defaults: Pick<ClaimSettings, "audience" | "projectPath">,
  nowSeconds: number,
  overrides: TokenOverrides,
): Promise<string> {
  const lifetimeSeconds = overrides.lifetimeSeconds ?? 3600;
  const issuedSecondsAgo = overrides.issuedSecondsAgo ?? (overrides.expired ? 2 * lifetimeSeconds : 0);
  const settings: ClaimSettings = {
    issuer: overrides.issuer ?? issuer.url,
    audience: overrides.audience ?? defaults.audience,
    projectPath: overrides.projectPath ?? defaults.projectPath,
    refType: overrides.refType ?? "branch",
    ref: overrides.ref ?? "main",
    issuedAt: nowSeconds - issuedSecondsAgo,
    lifetimeSeconds,
  };
  const claims = Object.entries({ ...gitlabClaims(settings), ...overrides.claims });
  const payload = Object.fromEntries(claims.filter(([, value]) => value !== null && value !== undefined));
  return signPayload(issuer, payload, overrides);
}

async function signPayload(
  issuer: Issuer,
  payload: object,
  { algorithm = "RS256", signature = "valid" }: TokenOverrides,
): Promise<string> {
  const published = issuer.keys.keyFor(algorithm === "none" || algorithm === "HS256" ? "RS256" : algorithm);
  const stranger = signature === "wrong-key" || signature === "unknown-key";
  const signer = stranger ? await issuer.keys.strangerKey() : published;
  const kid = signature === "unknown-key" ? signer.kid : published.kid;
  const header = algorithm === "none" ? { alg: "none", typ: "JWT" } : { alg: algorithm, kid, typ: "JWT" };
  const input = `${encode(header)}.${encode(payload)}`;
  const bytes = signatureBytes(input, algorithm, signer);
  if (signature === "damaged" && bytes.length > 0) bytes[0] = (bytes[0] ?? 0) ^ 1;
  return `${input}.${bytes.toString("base64url")}`;
}

function signatureBytes(
  input: string,
  algorithm: SigningAlgorithm | "none" | "HS256",
  key: IssuerKey,
): Buffer {
  if (algorithm === "none") return Buffer.alloc(0);
  if (algorithm === "HS256") {
    const publicPem = key.publicKey.export({ type: "spki", format: "pem" });
    return createHmac("sha256", publicPem).update(input).digest();
  }
  if (!SIGNING_ALGORITHMS.includes(algorithm)) throw new Error(`unknown algorithm ${algorithm}`);
  // JWS wants the two numbers of an ECDSA signature side by side (RFC 7518, 3.4), not as DER; RSA ignores the setting.
  return signBytes(`sha${algorithm.slice(2)}`, Buffer.from(input), {
    key: key.privateKey,
    dsaEncoding: "ieee-p1363",
  });
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
