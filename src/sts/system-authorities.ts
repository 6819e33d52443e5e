// The certificate authorities of the machine: where Node's or Bun's own do not know who signed the endpoint's certificate, because
// something on the way to AWS has an authority of its own that the image was given. Go's programs trust these files in the first place.
import { readFileSync } from "node:fs";

/** From Go's crypto/x509/root_linux.go: Debian and Alpine, Fedora and RHEL 6, OpenSUSE, OpenELEC, RHEL 7 and later, Alpine. */
export const SYSTEM_BUNDLES: readonly string[] = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/** OpenSSL's verdicts on a certificate whose signer is not trusted: X509_STORE_CTX_get_error(3). */
const UNKNOWN_SIGNER = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** Whether a failure says that nobody who is trusted has signed the endpoint's certificate. */
export function isUnknownSigner(failure: unknown): boolean {
  const { code, cause } = (failure ?? {}) as { code?: unknown; cause?: { code?: unknown } };
  return [code, cause?.code].some((one) => typeof one === "string" && UNKNOWN_SIGNER.has(one));
}

/** The PEM text of the first bundle that there is. */
export function systemAuthorities(bundles: readonly string[]): string | undefined {
  for (const path of bundles) {
    try {
      return readFileSync(path, "utf8");
    } catch {
      // Another distribution's place.
    }
  }
  return undefined;
}
