// Decides whether a file may be touched at all: not when botocore rejects it as it is, for then the change would
// seem to have no effect, or would hide what is wrong. Works on bytes; only update.ts needs it.
import { isUtf8 } from "node:buffer";
import { type ParsedFile, parseAwsFile } from "./parse.ts";
import { AwsFileProblem } from "./problem.ts";

/**
 * Reads the text of a file that botocore reads.
 * @throws AwsFileProblem with the line and the reason for which botocore rejects the file. Also for a NUL byte,
 *   which botocore lets pass: it is the mark of UTF-16 without a byte order mark.
 */
export function readableFile(bytes: Uint8Array): ParsedFile {
  refuseForeignEncoding(bytes);
  const parsed = parseAwsFile(Buffer.from(bytes).toString("utf8"));
  if (parsed.problem !== undefined) throw parsed.problem;
  return parsed;
}

function refuseForeignEncoding(bytes: Uint8Array): void {
  const [first, second, third] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new AwsFileProblem("the file is UTF-16: AWS files are UTF-8", 1);
  }
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    throw new AwsFileProblem("the file begins with a byte order mark (BOM)", 1);
  }
  if (bytes.includes(0) || !isUtf8(bytes)) refuseBadLine(bytes);
}

/** Says which line it is. */
function refuseBadLine(bytes: Uint8Array): void {
  for (let start = 0, line = 1; start < bytes.length; line += 1) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline + 1;
    const part = bytes.subarray(start, end);
    if (part.includes(0)) throw new AwsFileProblem("there is a NUL byte: AWS files are UTF-8", line);
    if (!isUtf8(part)) throw new AwsFileProblem("there are bytes that are not UTF-8", line);
    start = end;
  }
}
