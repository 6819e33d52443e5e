// What STS does with the ID token before it looks at the role: form, provider, signature, times, audience.
// Source: AWS documentation of AssumeRoleWithWebIdentity; the messages from error reports of AWS's users.
import {
  compactVerify,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type ProtectedHeaderParameters,
} from "jose";
import { AwsError, invalidIdentityToken, noVerificationKey } from "./aws-error.ts";
import type { Account, Provider } from "./configuration.ts";
import type { Issuer } from "./issuer.ts";
import { SIGNING_ALGORITHMS } from "./issuer-keys.ts";

export interface VerifiedToken {
  readonly provider: Provider;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly sub: string;
  /** The audience that the provider accepted. */
  readonly audience: string;
}

const NOT_A_JWT =
  "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)";

/**
 * @param account the account of the role; undefined when there is no such account
 * @throws AwsError InvalidIdentityToken or ExpiredTokenException
 */
export async function verifyWebIdentityToken(
  token: string,
  account: Account | undefined,
  issuer: Issuer,
  nowSeconds: number,
): Promise<VerifiedToken> {
  const { header, claims } = decode(token);
  const iss = requiredText(claims, "iss");
  const provider = account?.providers.find(({ url }) => url === iss);
  if (provider === undefined) {
    throw invalidIdentityToken(`No OpenIDConnect provider found in your account for ${iss}`);
  }
  const audiences = requiredAudiences(claims);
  const sub = requiredText(claims, "sub");
  await verifySignature(token, header, provider, issuer);
  verifyTimes(claims, nowSeconds);
  const audience = audiences.find((candidate) => provider.clientIds.includes(candidate));
  if (audience === undefined) throw invalidIdentityToken("Incorrect token audience");
  return { provider, claims, sub, audience };
}

function decode(token: string): {
  readonly header: ProtectedHeaderParameters;
  readonly claims: Readonly<Record<string, unknown>>;
} {
  try {
    return { header: decodeProtectedHeader(token), claims: decodeJwt(token) };
  } catch {
    throw invalidIdentityToken(NOT_A_JWT);
  }
}

function requiredText(claims: Readonly<Record<string, unknown>>, claim: string): string {
  const value = claims[claim];
  if (typeof value === "string" && value !== "") return value;
  throw invalidIdentityToken(`Missing a required claim: ${claim}`);
}

function requiredAudiences(claims: Readonly<Record<string, unknown>>): readonly string[] {
  const aud = claims["aud"];
  const listed: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  const audiences = listed.filter((entry) => typeof entry === "string");
  if (audiences.length === 0) throw invalidIdentityToken("Missing a required claim: aud");
  return audiences;
}

async function verifySignature(
  token: string,
  header: ProtectedHeaderParameters,
  provider: Provider,
  issuer: Issuer,
): Promise<void> {
  if (!SIGNING_ALGORITHMS.some((algorithm) => algorithm === header.alg))
    throw invalidIdentityToken(NOT_A_JWT);
  // Only the embedded issuer publishes keys: any other provider is one that STS cannot reach.
  const published = provider.url === issuer.url ? issuer.keys.published : [];
  const key = published.find(({ kid }) => kid === header.kid);
  if (key === undefined) throw noVerificationKey();
  try {
    await compactVerify(token, key.publicKey, { algorithms: [...SIGNING_ALGORITHMS] });
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) {
      throw invalidIdentityToken("Token signature invalid");
    }
    throw error;
  }
}

function verifyTimes(claims: Readonly<Record<string, unknown>>, nowSeconds: number): void {
  const { exp, nbf } = claims;
  if (exp === undefined) throw invalidIdentityToken("Missing a required claim: exp");
  if (typeof exp !== "number" || (nbf !== undefined && typeof nbf !== "number")) {
    throw invalidIdentityToken(NOT_A_JWT);
  }
  if (nowSeconds >= exp) {
    const message = `Token expired: current date/time ${nowSeconds} must be before the expiration date/time ${exp}`;
    throw new AwsError(400, "ExpiredTokenException", message);
  }
  if (nbf !== undefined && nowSeconds < nbf) {
    throw invalidIdentityToken(`Token not yet valid: current date/time ${nowSeconds} is before ${nbf}`);
  }
}
