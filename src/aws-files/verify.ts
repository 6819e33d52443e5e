// Checks a changed text before it takes the place of the old one. Only update.ts imports it.
import { parse as parseIni } from "ini";
import type { KeyChanges, SectionEdit } from "./edit.ts";
import type { SectionHeader } from "./headers.ts";
import { javaScriptName, readAsJavaScriptSdk } from "./javascript-reading.ts";
import { ownValues, type ParsedFile, type Section, type SectionValues } from "./parse.ts";
import { AwsFileProblem } from "./problem.ts";
import { SectionIndex } from "./section-index.ts";
import { trim } from "./white-space.ts";

/** One text as the two readers see it whose rules differ most. */
class Reading {
  readonly file: ParsedFile;
  readonly index: SectionIndex;
  /** `[DEFAULT]` is compared by itself, so what is inherited from it need not be. */
  readonly botocore: SectionValues;
  readonly javaScript: SectionValues;

  constructor(file: ParsedFile) {
    this.file = file;
    this.index = new SectionIndex(file);
    this.botocore = ownValues(file.sections);
    this.javaScript = readAsJavaScriptSdk(file.text);
  }
}

/**
 * Compares what was read before with what is read now: every section that was not meant to change reads the same,
 * and those that were read as asked: by botocore's rules, by the JavaScript SDK's, and by the `ini` package.
 * @throws AwsFileProblem
 */
export function verifyEdit(
  fileBefore: ParsedFile,
  fileAfter: ParsedFile,
  edits: readonly SectionEdit[],
): void {
  if (fileAfter.problem !== undefined)
    throw mismatch(`botocore would reject it: ${fileAfter.problem.message}`);
  const [before, after] = [new Reading(fileBefore), new Reading(fileAfter)];
  const names = new Set(
    edits.flatMap(({ header }) =>
      [...before.index.all(header), ...after.index.all(header)].map(({ name }) => name),
    ),
  );
  compareOthers(before.botocore, after.botocore, names, "botocore", before);
  const javaScriptNames = new Set([...names].map((name) => javaScriptName(name) ?? ""));
  compareOthers(before.javaScript, after.javaScript, javaScriptNames, "the AWS SDK for JavaScript", before);
  for (const { header, changes } of edits) {
    if (changes !== "remove") verifySection(before, after, header, changes);
    else if (after.index.all(header).length > 0) throw mismatch(`[${header.name}] would stay`);
  }
}

function compareOthers(
  old: SectionValues,
  now: SectionValues,
  ours: ReadonlySet<string>,
  reader: string,
  { file }: Reading,
): void {
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    if (ours.has(name) || haveSameEntries(old.get(name), now.get(name))) continue;
    const section = file.sections.find((one) => one.name === name || javaScriptName(one.name) === name);
    throw mismatch(
      `${reader} would read other keys in [${section?.name ?? name}]: write the headers around it in the plain form, [name]`,
      section && section.line + 1,
    );
  }
}

function verifySection(before: Reading, after: Reading, header: SectionHeader, changes: KeyChanges): void {
  const section = after.index.find(header);
  if (section === undefined) {
    if ([...changes.values()].some((value) => value !== undefined))
      throw mismatch(`[${header.name}] would be missing`);
    return;
  }
  const botocore = after.botocore.get(section.name);
  const javaScript = after.javaScript.get(javaScriptName(section.name) ?? "");
  const ini = readWithIni(after.file, section);
  for (const [key, value] of changes) {
    const misreads = (reader: string) =>
      mismatch(`${reader} would not read ${key} in [${header.name}] as written`);
    if (botocore?.get(key) !== value) throw misreads("botocore");
    // What was taken out of the section may for these two be a key of another one, or of a block.
    if (value !== undefined && javaScript?.get(key) !== value) throw misreads("the AWS SDK for JavaScript");
    if (value !== undefined && ini.get(key) !== value) throw misreads("the ini package");
  }
  verifyOtherKeys(before, header, changes, botocore, javaScript);
}

/** The keys of our section that were not meant to change. */
function verifyOtherKeys(
  before: Reading,
  header: SectionHeader,
  changes: KeyChanges,
  botocore: ReadonlyMap<string, string> | undefined,
  javaScript: ReadonlyMap<string, string> | undefined,
): void {
  // Where botocore sees no such section the other one may see it.
  const old = before.index.find(header)?.name ?? header.name;
  const oldBotocore = before.botocore.get(old);
  const oldJavaScript = before.javaScript.get(javaScriptName(old) ?? "");
  for (const key of new Set([...(oldBotocore?.keys() ?? []), ...(botocore?.keys() ?? [])])) {
    if (!changes.has(key) && oldBotocore?.get(key) !== botocore?.get(key))
      throw mismatch(`botocore would read ${key} in [${header.name}] differently`);
  }
  for (const key of new Set([...(oldJavaScript?.keys() ?? []), ...(javaScript?.keys() ?? [])])) {
    // The SDK minds the case, and calls a key of the block below `a =` a.key: it goes, or is freed, with the value of `a`.
    const [first = ""] = trim(key).toLowerCase().split(".", 1);
    if (changes.has(first)) continue;
    // A key that it did not see before may come to light.
    const isNowAsInBotocore = javaScript?.has(key) && javaScript.get(key) === botocore?.get(key);
    if (oldJavaScript?.get(key) !== javaScript?.get(key) && !isNowAsInBotocore)
      throw mismatch(`the AWS SDK for JavaScript would read ${key} in [${header.name}] differently`);
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

function mismatch(what: string, line?: number): AwsFileProblem {
  return new AwsFileProblem(`the change was given up, because ${what}`, line);
}
