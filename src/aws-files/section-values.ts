// Reads one section of an AWS file, for commands that must know what is there before they change it.
import { readFileSync, statSync } from "node:fs";
import { EXIT, HelperError } from "../errors.ts";
import { errorCode, fileError, fileRefused } from "../files/file-error.ts";
import type { SectionHeader } from "./headers.ts";
import { botocoreValues } from "./parse.ts";
import { AwsFileProblem } from "./problem.ts";
import { readableFile } from "./reject.ts";

/**
 * The section's keys, in lower case, and their values, as botocore reads them; nothing when there is no such file or section.
 * @throws HelperError (7) when the file cannot be read, or is one that botocore rejects
 */
export function sectionValues(path: string, header: SectionHeader): ReadonlyMap<string, string> | undefined {
  try {
    // A pipe would keep us waiting for a writer.
    if (!statSync(path).isFile()) throw fileRefused("cannot read", path, "it is not a regular file");
    const { sections } = readableFile(readFileSync(path)).parsed;
    const section = sections.find(({ name }) => header.isMeantBy(name));
    return section === undefined ? undefined : botocoreValues([section]).get(section.name);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    if (!(error instanceof AwsFileProblem)) throw fileError("cannot read", path, error);
    const place = error.line === undefined ? path : `${path}, line ${error.line}`;
    throw new HelperError(EXIT.FILE, `cannot change ${place}: ${error.message}`, {
      cause: error,
      remedy: "The file was left as it is. Mend that line, then run the command again.",
    });
  }
}
