// Changes the lines of one section of an AWS file and leaves every other byte as it is. Pure; update.ts and
// `cleanup` use it.
import type { SectionHeader } from "./headers.ts";
import { joinLines, type Line } from "./lines.ts";
import { isPlainHeader, refuseOverlap } from "./overlap.ts";
import { type Key, type ParsedFile, parseAwsFile, type Section } from "./parse.ts";
import { AwsFileProblem } from "./problem.ts";
import { checkKey, checkValue } from "./values.ts";
import { indentation, trim } from "./white-space.ts";

/** Key to new value; undefined takes the key out. */
export type KeyChanges = ReadonlyMap<string, string | undefined>;

/**
 * The text with the keys of one section changed: a value takes the place of the old one, a new key comes after the
 * section's last one, a new section at the end of the file after a blank line. Line endings, and a missing one at
 * the end of the file, stay as they are.
 * @throws AwsFileProblem when the file is one that botocore rejects, or when no SDK-independent result is possible
 * @throws HelperError (7) for a value that cannot be written, see {@link checkValue}
 */
export function editSection(text: string, header: SectionHeader, changes: KeyChanges): string {
  for (const [key, value] of changes) {
    checkKey(key);
    if (value !== undefined) checkValue(key, value);
  }
  const file = parse(text);
  const section = findSection(file, header);
  if (section !== undefined) return changeSection(file, section, header, changes);
  const lines = [...changes].flatMap(([key, value]) => (value === undefined ? [] : [newLine(key, value)]));
  return lines.length === 0 ? text : appendSection(file, header, lines);
}

/**
 * The text without one section: its header, its keys, what is between them, and one blank line before it (after it, at the start of the file). Comments
 * after its last key stay: they belong to what follows. Takes out exactly what {@link editSection} appended.
 */
export function removeSection(text: string, header: SectionHeader): string {
  const file = parse(text);
  const section = findSection(file, header);
  if (section === undefined) return text;
  const isBlank = (index: number) =>
    file.lines[index] !== undefined && trim(file.lines[index].content) === "";
  const from = isBlank(section.line - 1) ? section.line - 1 : section.line;
  const end = lastLine(section) + 1;
  const to = from === 0 && isBlank(end) ? end + 1 : end;
  return joinLines([...file.lines.slice(0, from), ...file.lines.slice(to)], file.lines);
}

function parse(text: string): ParsedFile {
  const file = parseAwsFile(text);
  if (file.problem !== undefined) throw file.problem;
  return file;
}

function findSection(file: ParsedFile, header: SectionHeader): Section | undefined {
  const [section, second] = file.sections.filter(({ name }) => header.isMeantBy(name));
  if (section !== undefined && second !== undefined) {
    const both = `[${section.name}] in line ${section.line + 1} and [${second.name}] are the same profile`;
    throw new AwsFileProblem(`${both}: keep one of them`, second.line + 1);
  }
  return section;
}

function appendSection(file: ParsedFile, header: SectionHeader, keys: readonly Line[]): string {
  const blank: readonly Line[] = file.lines.length === 0 ? [] : [{ content: "", ending: "" }];
  return joinLines(
    [...file.lines, ...blank, { content: `[${header.name}]`, ending: "" }, ...keys],
    file.lines,
  );
}

function changeSection(
  file: ParsedFile,
  section: Section,
  header: SectionHeader,
  changes: KeyChanges,
): string {
  refuseOverlap(file, section, header, new Set(changes.keys()));
  const lines = new Map(file.lines.entries());
  const added: [key: string, value: string][] = [];
  for (const [name, value] of changes) {
    const old = section.keys.find((key) => key.name === name);
    const line = old && file.lines[old.line];
    for (const index of old?.continuation ?? []) lines.delete(index);
    if (
      old !== undefined &&
      line !== undefined &&
      value !== undefined &&
      !isReadAsNested(file, section, old)
    ) {
      lines.set(old.line, { ...line, content: withValue(line.content, name, value) });
      continue;
    }
    if (old !== undefined) lines.delete(old.line);
    if (value !== undefined) added.push([name, value]);
  }
  const headerLine = file.lines[section.line];
  if (headerLine !== undefined && !isReadByAll(headerLine.content, section, header)) {
    lines.set(section.line, { ...headerLine, content: plainHeader(headerLine.content, header) });
  }
  const place = placeForNewKeys(file, section);
  const ending = file.lines[place.after]?.ending ?? "";
  const result: Line[] = [];
  for (const index of file.lines.keys()) {
    const line = lines.get(index);
    if (line !== undefined) result.push(line);
    if (index === place.after) {
      for (const [key, value] of added)
        result.push({ content: place.indent + newLine(key, value).content, ending });
    }
  }
  return joinLines(result, file.lines);
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
  const next = file.sections[file.sections.indexOf(section) + 1];
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

function lastLine(section: Section): number {
  const key = section.keys.at(-1);
  return key?.continuation.at(-1) ?? key?.line ?? section.line;
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
