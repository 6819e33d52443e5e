// Which certificate authorities are trusted for AWS: Node's own, unless a bundle is named.
import { readFileSync } from "node:fs";
import { type Environment, variable } from "../context.ts";
import { EXIT, HelperError } from "../errors.ts";

/** Variables that name a file of PEM certificates to trust instead, as in the AWS CLI and in Go. */
const BUNDLE_VARIABLES = ["AWS_CA_BUNDLE", "SSL_CERT_FILE"] as const;

/**
 * @returns the PEM text to trust, or nothing for Node's own list
 * @throws HelperError (exit code 7) when the named file cannot be read, or is no bundle
 */
export function certificateAuthorities(env: Environment): string | undefined {
  const name = BUNDLE_VARIABLES.find((candidate) => variable(env, candidate) !== undefined);
  if (name === undefined) return undefined;
  const path = variable(env, name) ?? "";
  const text = readBundle(name, path);
  // Without this, Node would trust nobody, and say that it cannot verify the server.
  if (!/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/.test(text))
    throw new HelperError(EXIT.FILE, `${name}: ${path} holds no certificate in PEM form`);
  return text;
}

function readBundle(name: string, path: string): string {
  try {
    // Synchronous: node:fs/promises would be loaded for this alone.
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new HelperError(
      EXIT.FILE,
      `${name}: ${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}
