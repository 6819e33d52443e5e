// The text of the ID token as it stands, not judged: cached credentials outlive the token that they were traded for.
import { statSync } from "node:fs";
import { readSmallFile } from "../files/read-small-file.ts";
import type { TokenReference } from "../request/token.ts";

/** Bytes. AWS takes 20 000 characters; what is larger is no token. */
const LARGEST_FILE = 64 * 1024;
/** The shortest text that AWS takes for a token: nothing shorter has ever been traded. */
const SHORTEST = 4;

/** The token without the newline that editors leave; undefined when there is none, which the source explains better. */
export function tokenText(reference: TokenReference): string | undefined {
  const text = (
    reference.kind === "variable" ? reference.text.reveal() : readTokenFile(reference.path)
  ).trim();
  return text.length < SHORTEST ? undefined : text;
}

function readTokenFile(path: string): string {
  try {
    // A pipe gives the token once: it is left for the trade.
    return statSync(path).isFile() ? readSmallFile(path, LARGEST_FILE) : "";
  } catch {
    return "";
  }
}
