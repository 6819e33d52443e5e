// The file that lists many profiles. It is read by the rules of AWS files, so that names and values may hold what they may hold there.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { FlagSpec } from "../arguments/flag-spec.ts";
import type { Replacement } from "../arguments/overlay.ts";
import { INHERITED_SECTION, joinedValue, type Key, type Section } from "../aws-files/parse.ts";
import { AwsFileProblem } from "../aws-files/problem.ts";
import { readableFile } from "../aws-files/reject.ts";
import type { Context } from "../context.ts";
import { EXIT, HelperError } from "../errors.ts";
import { fileError } from "../files/file-error.ts";
import { DURATION, REGION, ROLE_ARN, SESSION_NAME } from "../request/inputs.ts";
import { OUTPUT } from "./flags.ts";

/** Its keys, and the flag that each stands for. */
const KEYS: ReadonlyMap<string, FlagSpec> = new Map<string, FlagSpec>([
  ["role_arn", ROLE_ARN],
  ["region", REGION],
  ["duration_seconds", DURATION],
  ["role_session_name", SESSION_NAME],
  ["output", OUTPUT],
]);

export interface ListedProfile {
  readonly name: string;
  /** Where it stands, as messages name it. */
  readonly origin: string;
  /** By the name of the flag that each stands for. */
  readonly values: ReadonlyMap<string, Replacement>;
}

/**
 * @param origin what named the file
 * @throws HelperError (3) naming the file, the line and the key; (7) when it cannot be read
 */
export function profilesOfFile(
  file: string,
  origin: string,
  { workingDirectory }: Context,
): readonly ListedProfile[] {
  const path = resolve(workingDirectory, file);
  const sections = readSections(path);
  const inherited = sections.filter(({ name }) => name === INHERITED_SECTION).flatMap(({ keys }) => keys);
  const profiles = sections.filter(({ name }) => name !== INHERITED_SECTION);
  if (profiles.length === 0) throw new HelperError(EXIT.VALUE, `${origin}: ${path} lists no profile`);
  return profiles.map((section) => readProfile(path, section, inherited));
}

function readProfile(path: string, { name, line, keys }: Section, inherited: readonly Key[]): ListedProfile {
  const values = new Map<string, Replacement>();
  for (const key of [...inherited, ...keys]) {
    const place = `${placeOf(path, key.line)}, ${key.name}`;
    const flag = KEYS.get(key.name);
    if (flag === undefined)
      throw new HelperError(EXIT.VALUE, `${place}: an unknown key in [${name}]`, {
        remedy: `Known are ${[...KEYS.keys()].join(", ")}.`,
      });
    values.set(flag.name, { text: joinedValue(key), place });
  }
  const origin = placeOf(path, line);
  if (!values.get(ROLE_ARN.name)?.text)
    throw new HelperError(EXIT.VALUE, `${origin}: [${name}] has no role_arn`, {
      remedy: "Each profile needs the ARN of its role.",
    });
  return { name, origin, values };
}

/** @param line counted from 0 */
function placeOf(path: string, line: number): string {
  return `${path}, line ${line + 1}`;
}

function readSections(path: string): readonly Section[] {
  try {
    return readableFile(readFileSync(path)).sections;
  } catch (error) {
    if (!(error instanceof AwsFileProblem)) throw fileError("cannot read", path, error);
    const place = error.line === undefined ? path : placeOf(path, error.line - 1);
    throw new HelperError(EXIT.VALUE, `${place}: ${error.message}`);
  }
}
