// Changes the lines of some sections of an AWS file and leaves every other byte as it is. Pure; update.ts uses it.
import { isPlainHeader } from "./header-lines.ts";
import type { SectionHeader } from "./headers.ts";
import { joinLines, type Line } from "./lines.ts";
import { type Key, type ParsedFile, parseAwsFile, type Section } from "./parse.ts";
import { AwsFileProblem } from "./problem.ts";
import { lastLine, SectionIndex } from "./section-index.ts";
import { checkKey, checkValue } from "./values.ts";
import { indentation, trim } from "./white-space.ts";

/** Key to new value; undefined takes the key out. */
export type KeyChanges = ReadonlyMap<string, string | undefined>;

/** The change of one section: of its keys, or its removal. */
export interface SectionEdit {
  readonly header: SectionHeader;
  readonly changes: KeyChanges | "remove";
}

/**
 * The text with some sections changed; the file is gone through once, however many they are. A value takes the place of
 * the old one, a new key comes after the section's last one, a new section at the end of the file after a blank line.
 * With a section that is removed go its keys, what is between them, and one blank line before it (after it, at the start
 * of the file): exactly what was appended. Comments after its last key stay: they belong to what follows. Line endings,
 * and a missing one at the end of the file, stay as they are.
 * @throws AwsFileProblem when the file is one that botocore rejects, or when no SDK-independent result is possible
 * @throws HelperError (7) for a value that cannot be written, see {@link checkValue}
 */
export function applyEdits(file: ParsedFile, edits: readonly SectionEdit[]): string {
  if (file.problem !== undefined) throw file.problem;
  const draft = new Draft(file);
  // Of two changes of one section the second one needs the result of the first.
  const later = edits.filter((edit) => !draft.take(edit));
  const text = draft.text();
  return later.length === 0 ? text : applyEdits(parseAwsFile(text), later);
}

/** What is to become of the lines of one file. */
class Draft {
  readonly #file: ParsedFile;
  readonly #index: SectionIndex;
  readonly #taken = new Set<Section | string>();
  /** Line to what stands in its place; undefined for a line that goes. */
  readonly #changed = new Map<number, Line | undefined>();
  /** Line to those that come after it. */
  readonly #added = new Map<number, readonly Line[]>();
  readonly #removed: Section[] = [];
  readonly #appended: (readonly Line[])[] = [];

  constructor(file: ParsedFile) {
    this.#file = file;
    this.#index = new SectionIndex(file);
  }

  /** Notes a change; false when the section has one already. */
  take({ header, changes }: SectionEdit): boolean {
    const section = this.#index.find(header);
    const what = section ?? header.name;
    if (this.#taken.has(what)) return false;
    this.#taken.add(what);
    if (changes === "remove") {
      if (section !== undefined) this.#removed.push(section);
      return true;
    }
    for (const [key, value] of changes) {
      checkKey(key);
      if (value !== undefined) checkValue(key, value);
    }
    if (section !== undefined) this.#change(section, header, changes);
    else this.#append(header, changes);
    return true;
  }

  text(): string {
    this.#remove();
    const { lines } = this.#file;
    const result: Line[] = [];
    for (const [index, line] of lines.entries()) {
      const kept = this.#changed.has(index) ? this.#changed.get(index) : line;
      if (kept !== undefined) result.push(kept);
      result.push(...(this.#added.get(index) ?? []));
    }
    for (const section of this.#appended) {
      if (result.length > 0) result.push({ content: "", ending: "" });
      result.push(...section);
    }
    return joinLines(result, lines);
  }

  #append({ name }: SectionHeader, changes: KeyChanges): void {
    const keys = [...changes].flatMap(([key, value]) => (value === undefined ? [] : [newLine(key, value)]));
    if (keys.length > 0) this.#appended.push([{ content: `[${name}]`, ending: "" }, ...keys]);
  }

  #change(section: Section, header: SectionHeader, changes: KeyChanges): void {
    const { lines } = this.#file;
    this.#refuseOverlap(section, header, changes);
    const added: [key: string, value: string][] = [];
    for (const [name, value] of changes) {
      const old = section.keys.find((key) => key.name === name);
      for (const index of old?.continuation ?? []) this.#changed.set(index, undefined);
      const line = old && lines[old.line];
      if (old === undefined || line === undefined) {
        if (value !== undefined) added.push([name, value]);
      } else if (value !== undefined && !isReadAsNested(this.#file, section, old)) {
        this.#changed.set(old.line, { ...line, content: withValue(line.content, name, value) });
      } else {
        this.#changed.set(old.line, undefined);
        if (value !== undefined) added.push([name, value]);
      }
    }
    const headerLine = lines[section.line];
    if (headerLine !== undefined && !isReadByAll(headerLine.content, section, header)) {
      this.#changed.set(section.line, { ...headerLine, content: plainHeader(headerLine.content, header) });
    }
    if (added.length === 0) return;
    const place = placeForNewKeys(this.#file, section);
    const ending = lines[place.after]?.ending ?? "";
    this.#added.set(
      place.after,
      added.map(([key, value]) => ({ content: place.indent + newLine(key, value).content, ending })),
    );
  }

  /** A section further down that some SDK counts to this one would undo the change for that SDK. */
  #refuseOverlap(section: Section, header: SectionHeader, changes: KeyChanges): void {
    for (const other of this.#index.possibleParts(section, header)) {
      const clash = other.keys.find(({ name }) => changes.has(name));
      if (clash === undefined) continue;
      const reason = `some SDKs read ${clash.name} in line ${clash.line + 1} as a part of [${header.name}]`;
      throw new AwsFileProblem(
        `${reason}: write the header of its section in the plain form, [name]`,
        other.line + 1,
      );
    }
  }

  #remove(): void {
    const { lines } = this.#file;
    const isBlank = (index: number) => lines[index] !== undefined && trim(lines[index].content) === "";
    // Up to here nothing is left.
    let gone = 0;
    for (const section of this.#removed.sort((one, other) => one.line - other.line)) {
      const from = isBlank(section.line - 1) ? section.line - 1 : section.line;
      const end = lastLine(section) + 1;
      const to = from <= gone && isBlank(end) ? end + 1 : end;
      for (let index = from; index < to; index += 1) this.#changed.set(index, undefined);
      if (from <= gone) gone = to;
    }
  }
}

function newLine(key: string, value: string): Line {
  return { content: `${key} = ${value}`, ending: "" };
}

/** Keeps the indentation, on which it depends what the next lines are, and the blanks around `=`. */
function withValue(line: string, key: string, value: string): string {
  const start = indentation(line);
  const separator = /^[^=:]*?([ \t]*=[ \t]*)[^\s]/u.exec(line.slice(start))?.[1] ?? " = ";
  return line.slice(0, start) + key + separator + value;
}

/** The JavaScript SDK counts indented lines after `key =` to a block of that key, however much that one is indented itself. */
function isReadAsNested(file: ParsedFile, section: Section, key: Key): boolean {
  return (
    indentation(file.lines[key.line]?.content ?? "") > 0 &&
    section.keys.some((earlier) => earlier.line < key.line && earlier.value[0] === "")
  );
}

/** Index of the line after which new keys go, and their indentation: none, unless the next header would then continue their value. */
function placeForNewKeys(
  file: ParsedFile,
  section: Section,
): { readonly after: number; readonly indent: string } {
  const next = file.sections[section.index + 1];
  const indentOf = (index: number): string => {
    const { content } = file.lines[index] ?? { content: "" };
    return content.slice(0, indentation(content));
  };
  const indent = next === undefined ? "" : indentOf(next.line);
  const [first] = section.keys;
  if (indent !== "" && first !== undefined && section.keys.some(({ value }) => value[0] === "")) {
    return { after: section.line, indent: indentOf(first.line) };
  }
  return { after: lastLine(section), indent };
}

/** The header in a form that only botocore takes for this profile would hide it from other SDKs. */
function isReadByAll(line: string, section: Section, header: SectionHeader): boolean {
  const plain = section.name === header.name || section.name === "profile default";
  return plain && isPlainHeader(line);
}

function plainHeader(line: string, header: SectionHeader): string {
  const rest = trim(line.slice(line.lastIndexOf("]") + 1));
  const comment = rest === "" ? "" : /^[#;]/.test(rest) ? ` ${rest}` : ` # ${rest}`;
  return `${line.slice(0, indentation(line))}[${header.name}]${comment}`;
}
