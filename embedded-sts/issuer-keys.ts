// The keys of the OIDC issuer: made at start, never stored.
import { generateKeyPair as generateKeyPairCallback, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { calculateJwkThumbprint, exportJWK, type JWK } from "jose";

const generateKeyPair = promisify(generateKeyPairCallback);

export interface IssuerKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** As it stands in the JWKS. */
  readonly jwk: JWK;
}

/** The algorithms that STS accepts in ID tokens: RSA and ECDSA. GitLab signs with RS256. */
export type SigningAlgorithm = "RS256" | "RS384" | "RS512" | "ES256" | "ES384" | "ES512";

export const SIGNING_ALGORITHMS: readonly SigningAlgorithm[] = [
  "RS256",
  "RS384",
  "RS512",
  "ES256",
  "ES384",
  "ES512",
];

const CURVES: ReadonlyMap<SigningAlgorithm, string> = new Map([
  ["ES256", "P-256"],
  ["ES384", "P-384"],
  ["ES512", "P-521"],
]);

export interface IssuerKeys {
  /** The key that signs with an algorithm; the three RSA algorithms share one. */
  keyFor(algorithm: SigningAlgorithm): IssuerKey;
  /** The published keys. */
  readonly published: readonly IssuerKey[];
  /** An RSA key that is not published, made at the first call. */
  strangerKey(): Promise<IssuerKey>;
}

export async function makeIssuerKeys(): Promise<IssuerKeys> {
  const rsa = await makeRsaKey();
  const elliptic = new Map<SigningAlgorithm, IssuerKey>();
  for (const [algorithm, namedCurve] of CURVES) {
    elliptic.set(algorithm, await describeKey(await generateKeyPair("ec", { namedCurve }), algorithm));
  }
  let stranger: Promise<IssuerKey> | undefined;
  return {
    keyFor: (algorithm) => elliptic.get(algorithm) ?? rsa,
    published: [rsa, ...elliptic.values()],
    strangerKey: () => {
      stranger ??= makeRsaKey();
      return stranger;
    },
  };
}

async function makeRsaKey(): Promise<IssuerKey> {
  return describeKey(await generateKeyPair("rsa", { modulusLength: 2048 }), "RS256");
}

async function describeKey(
  pair: { readonly privateKey: KeyObject; readonly publicKey: KeyObject },
  algorithm: SigningAlgorithm,
): Promise<IssuerKey> {
  const bare = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(bare);
  return { ...pair, kid, jwk: { ...bare, kid, use: "sig", alg: algorithm } };
}
