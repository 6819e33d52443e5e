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
  /** Index of the header's line. */
  readonly line: number;
  readonly keys: Key[];
}

export interface ParsedFile {
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
  return { lines, sections, problem: reader.problem ?? nestedProblem(sections) };
}

class Reader {
  readonly sections: Section[] = [];
  problem: AwsFileProblem | undefined;
  #section: Section | undefined;
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
    const known = this.sections.find((section) => section.name === name);
    if (known !== undefined && name !== INHERITED_SECTION) {
      this.#reject(index, `the section [${name}] is there twice, first in line ${known.line + 1}`);
    }
    this.#section = { name, line: index, keys: [] };
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
    const first = this.#keysOf(section.name).find((key) => key.name === name);
    if (first !== undefined) {
      this.#reject(
        index,
        `the key ${name} is there twice in [${section.name}], first in line ${first.line + 1}`,
      );
    }
    const key: Key = { name, line: index, continuation: [], value: [trim(text.slice(separator + 1))] };
    section.keys.push(key);
    // After an empty name, configparser takes no continuation lines.
    this.#key = name === "" ? undefined : key;
  }

  #keysOf(name: string): readonly Key[] {
    return this.sections.filter((section) => section.name === name).flatMap(({ keys }) => keys);
  }

  #reject(index: number, reason: string): void {
    this.problem ??= new AwsFileProblem(reason, index + 1);
  }
}

/**
 * What botocore reads from the file: section name to key to value. Values of several lines are joined by
 * newlines; the keys of `[DEFAULT]` are in every section.
 */
export function botocoreValues(
  sections: readonly Section[],
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const read = (name: string): readonly [string, string][] =>
    sections
      .filter((section) => section.name === name)
      .flatMap(({ keys }) => keys.map((key): [string, string] => [key.name, joinedValue(key)]));
  const inherited = read(INHERITED_SECTION);
  const names = new Set(sections.map(({ name }) => name).filter((name) => name !== INHERITED_SECTION));
  return new Map([...names].map((name) => [name, new Map([...inherited, ...read(name)])]));
}

function joinedValue({ value }: Key): string {
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
      if (name === INHERITED_SECTION && overridden(key)) continue;
      const value = joinedValue(key);
      if (!value.startsWith("\n")) continue;
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
