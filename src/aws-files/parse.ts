// Reads an AWS file as botocore does, keeping every line. The other files of this folder work on its result.
//
// botocore 1.43 reads with Python's `configparser.RawConfigParser()`, all defaults: `=` and `:` separate, `#` and
// `;` begin a comment line (never a comment behind a value), a line that is indented more than the key above it
// continues its value, `[DEFAULT]` is inherited by every section. It is the strictest reader, and the one that
// drops a whole file for one bad line.
import { type Line, splitLines } from "./lines.ts";
import { AwsFileProblem } from "./problem.ts";
import { indentation, trim, trimEnd } from "./white-space.ts";

export interface Key {
  /** In lower case, as botocore reads it. */
  readonly name: string;
  /** Index of its line. */
  readonly line: number;
  /** Indexes of the lines that continue the value, blank ones and comments between them not counted. */
  readonly continuation: number[];
  /** The value's lines, trimmed. */
  readonly value: string[];
}

export interface Section {
  /** What is between the brackets, as it stands. */
  readonly name: string;
  /** Its place among the sections of the file. */
  readonly index: number;
  /** Index of the header's line. */
  readonly line: number;
  readonly keys: Key[];
}

export interface ParsedFile {
  readonly text: string;
  readonly lines: readonly Line[];
  readonly sections: readonly Section[];
  /** The first thing for which botocore rejects the whole file. */
  readonly problem: AwsFileProblem | undefined;
}

/** Not a profile: configparser hands its keys down to every section. */
export const INHERITED_SECTION = "DEFAULT";

/** Reads a text. Never throws: what is wrong with it is in the result. */
export function parseAwsFile(text: string): ParsedFile {
  const lines = splitLines(text);
  const reader = new Reader();
  for (const [index, { content }] of lines.entries()) reader.read(index, content);
  const { sections } = reader;
  return { text, lines, sections, problem: reader.problem ?? nestedProblem(sections) };
}

class Reader {
  readonly sections: Section[] = [];
  problem: AwsFileProblem | undefined;
  #section: Section | undefined;
  /** Section name to the lines of its header and its keys: a large file must not be searched for every line. */
  readonly #known = new Map<string, { readonly line: number; readonly keys: Map<string, number> }>();
  #key: Key | undefined;
  #indentation = 0;
  /** Blank lines seen since the value's last line: they belong to it when it goes on. */
  #blanks = 0;

  read(index: number, line: string): void {
    const text = trim(line);
    if (text === "") {
      this.#blanks += 1;
      return;
    }
    if (text.startsWith("#") || text.startsWith(";")) return;
    const indented = indentation(line);
    if (this.#key !== undefined && indented > this.#indentation) {
      this.#key.continuation.push(index);
      this.#key.value.push(...Array<string>(this.#blanks).fill(""), text);
      this.#blanks = 0;
      return;
    }
    this.#indentation = indented;
    this.#blanks = 0;
    const header = /^\[(.+)\]/s.exec(text)?.[1];
    if (header !== undefined) this.#readHeader(index, header);
    else if (this.#section === undefined) this.#reject(index, "there is a line before the first [section]");
    else this.#readKey(this.#section, index, text);
  }

  #readHeader(index: number, name: string): void {
    const known = this.#known.get(name);
    if (known === undefined) this.#known.set(name, { line: index, keys: new Map() });
    else if (name !== INHERITED_SECTION) {
      this.#reject(index, `the section [${name}] is there twice, first in line ${known.line + 1}`);
    }
    this.#section = { name, index: this.sections.length, line: index, keys: [] };
    this.#key = undefined;
    this.sections.push(this.#section);
  }

  #readKey(section: Section, index: number, text: string): void {
    const separator = text.search(/[=:]/);
    if (separator < 0) {
      this.#reject(
        index,
        text.startsWith("[") ? "the section header is not closed, or is empty" : "there is no `=`",
      );
      return;
    }
    const name = trimEnd(text.slice(0, separator)).toLowerCase();
    if (name === "") this.#reject(index, "there is no key before the `=`");
    const keys = this.#known.get(section.name)?.keys;
    const first = keys?.get(name);
    if (first !== undefined) {
      this.#reject(index, `the key ${name} is there twice in [${section.name}], first in line ${first + 1}`);
    }
    keys?.set(name, index);
    const key: Key = { name, line: index, continuation: [], value: [trim(text.slice(separator + 1))] };
    section.keys.push(key);
    // After an empty name, configparser takes no continuation lines.
    this.#key = name === "" ? undefined : key;
  }

  #reject(index: number, reason: string): void {
    this.problem ??= new AwsFileProblem(reason, index + 1);
  }
}

/** Section name to key to value. */
export type SectionValues = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What each section holds itself, `[DEFAULT]` among them. Values of several lines are joined by newlines. */
export function ownValues(sections: readonly Section[]): SectionValues {
  const values = new Map<string, Map<string, string>>();
  for (const { name, keys } of sections) {
    const own = values.get(name) ?? new Map<string, string>();
    values.set(name, own);
    for (const key of keys) own.set(key.name, joinedValue(key));
  }
  return values;
}

/** What botocore reads from the file: the keys of `[DEFAULT]` are in every section. */
export function botocoreValues(sections: readonly Section[]): SectionValues {
  const own = ownValues(sections);
  const inherited = own.get(INHERITED_SECTION);
  const profiles = [...own].filter(([name]) => name !== INHERITED_SECTION);
  if (inherited === undefined) return new Map(profiles);
  return new Map(profiles.map(([name, keys]) => [name, new Map([...inherited, ...keys])]));
}

/** The value of a key as botocore reads it. */
export function joinedValue({ value }: Key): string {
  return trimEnd(value.join("\n"));
}

/**
 * botocore takes a value that begins with a line break for a block of keys, and rejects the file when one of its
 * lines has no `=`. Blocks in `[DEFAULT]` count as soon as a section inherits them.
 */
function nestedProblem(sections: readonly Section[]): AwsFileProblem | undefined {
  const profiles = sections.filter(({ name }) => name !== INHERITED_SECTION);
  const overridden = (key: Key) => profiles.every(({ keys }) => keys.some((own) => own.name === key.name));
  for (const { name, keys } of sections) {
    for (const key of keys) {
      if (key.value[0] !== "") continue;
      const value = joinedValue(key);
      if (!value.startsWith("\n") || (name === INHERITED_SECTION && overridden(key))) continue;
      // Python's `splitlines()` knows more line ends than its files do.
      const lines = value.split(/[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/u).map(trim);
      if (lines.some((line) => line !== "" && !line.includes("="))) {
        return new AwsFileProblem(
          `in the block below ${key.name} there is a line without \`=\``,
          key.line + 1,
        );
      }
    }
  }
  return undefined;
}
