// Checks a changed text before it takes the place of the old one. Only update.ts imports it.
import { parse as parseIni } from "ini";
import type { KeyChanges } from "./edit.ts";
import type { SectionHeader } from "./headers.ts";
import { javaScriptName, readAsJavaScriptSdk } from "./javascript-reading.ts";
import { botocoreValues, type ParsedFile, parseAwsFile, type Section } from "./parse.ts";
import { AwsFileProblem } from "./problem.ts";

/** The change of one section: of its keys, or its removal. */
export interface SectionEdit {
  readonly header: SectionHeader;
  readonly changes: KeyChanges | "remove";
}

/**
 * Compares what was read before with what is read now: every section that was not meant to change reads the same,
 * and those that were read as asked: by botocore's rules, by the JavaScript SDK's, and by the `ini` package.
 * @throws AwsFileProblem
 */
export function verifyEdit(before: string, after: string, edits: readonly SectionEdit[]): void {
  const file = parseAwsFile(after);
  if (file.problem !== undefined) throw mismatch(`botocore would reject it: ${file.problem.message}`);
  const old = botocoreValues(parseAwsFile(before).sections);
  const now = botocoreValues(file.sections);
  const isOurs = (name: string) => edits.some(({ header }) => header.isMeantBy(name));
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    if (!isOurs(name) && !haveSameEntries(old.get(name), now.get(name)))
      throw mismatch(`[${name}] would change`);
  }
  for (const { header, changes } of edits) verifySection(file, after, header, changes);
}

function verifySection(
  file: ParsedFile,
  text: string,
  header: SectionHeader,
  changes: KeyChanges | "remove",
): void {
  const section = file.sections.find(({ name }) => header.isMeantBy(name));
  if (changes === "remove") {
    if (section !== undefined) throw mismatch(`[${header.name}] would stay`);
    return;
  }
  if (section === undefined) {
    if ([...changes.values()].some((value) => value !== undefined))
      throw mismatch(`[${header.name}] would be missing`);
    return;
  }
  const botocore = botocoreValues(file.sections).get(section.name);
  const javaScript = readAsJavaScriptSdk(text).get(javaScriptName(section.name) ?? "");
  const ini = readWithIni(file, section);
  for (const [key, value] of changes) {
    const misreads = (reader: string) =>
      mismatch(`${reader} would not read ${key} in [${header.name}] as written`);
    if (botocore?.get(key) !== value) throw misreads("botocore");
    // What was taken out of the section may for these two be a key of another one, or of a block.
    if (value !== undefined && javaScript?.get(key) !== value) throw misreads("the AWS SDK for JavaScript");
    if (value !== undefined && ini.get(key) !== value) throw misreads("the ini package");
  }
}

/**
 * The keys of a section as the `ini` package reads them. It gets the key lines alone, because it splits section
 * names at dots, drops headers with a comment behind and flattens nested blocks; with its three special characters
 * escaped, because it would cut values there, and AWS parsers do not.
 */
function readWithIni(file: ParsedFile, section: Section): ReadonlyMap<string, string> {
  const lines = section.keys.map(({ line }) => file.lines[line]?.content.replace(/[\\;#]/g, "\\$&") ?? "");
  return new Map(Object.entries(parseIni(lines.join("\n"))).map(([key, value]) => [key, String(value)]));
}

function haveSameEntries(
  one: ReadonlyMap<string, string> | undefined,
  other: ReadonlyMap<string, string> | undefined,
): boolean {
  return one?.size === other?.size && [...(one ?? [])].every(([key, value]) => other?.get(key) === value);
}

function mismatch(what: string): AwsFileProblem {
  return new AwsFileProblem(`the change was given up, because ${what}`);
}
