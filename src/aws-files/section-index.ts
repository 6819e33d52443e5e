// Finds the sections of a file by profile, however many there are. edit.ts, verify.ts and aws-file.ts use it.

import { isPlainHeader, nameBeforeComment } from "./header-lines.ts";
import { type AwsFileKind, possibleProfileOf, profileOf, type SectionHeader } from "./headers.ts";
import { INHERITED_SECTION, type ParsedFile, type Section } from "./parse.ts";
import { AwsFileProblem } from "./problem.ts";
import { trim } from "./white-space.ts";

type ByProfile = ReadonlyMap<string, readonly Section[]>;

export class SectionIndex {
  readonly file: ParsedFile;
  readonly #meant = new Map<AwsFileKind, ByProfile>();
  readonly #possible = new Map<AwsFileKind, ByProfile>();

  constructor(file: ParsedFile) {
    this.file = file;
  }

  /** All sections that botocore reads as that profile: more than one only in odd config files. */
  all({ kind, profile }: SectionHeader): readonly Section[] {
    const group = () => this.#group(({ name }) => profileOf(kind, name));
    return once(this.#meant, kind, group).get(profile) ?? [];
  }

  /** @throws AwsFileProblem when there are two */
  find(header: SectionHeader): Section | undefined {
    const [section, second] = this.all(header);
    if (section !== undefined && second !== undefined) {
      const both = `[${section.name}] in line ${section.line + 1} and [${second.name}] are the same profile`;
      throw new AwsFileProblem(`${both}: keep one of them`, second.line + 1);
    }
    return section;
  }

  /** The sections below one that some SDK might take for a part of it: it does not see their header, or sees its name in it. */
  possibleParts(section: Section, { kind, profile }: SectionHeader): readonly Section[] {
    const group = () =>
      this.#group((other) => possibleProfileOf(kind, nameBeforeComment(this.#headerOf(other))));
    const named = once(this.#possible, kind, group).get(profile) ?? [];
    const parts = new Set(named.filter(({ index }) => index > section.index));
    for (const other of this.#hiddenAfter(section)) parts.add(other);
    return [...parts].sort((one, other) => one.line - other.line);
  }

  /** Whether a section could go as a whole: there is no comment in it, and no header below that some SDK does not see. */
  isDetached(section: Section): boolean {
    const used = new Set(section.keys.flatMap(({ line, continuation }) => [line, ...continuation]));
    for (let index = section.line + 1; index < lastLine(section); index += 1) {
      if (!used.has(index) && trim(this.file.lines[index]?.content ?? "") !== "") return false;
    }
    return isPlainHeader(this.#headerOf(section)) && this.#hiddenAfter(section).next().done === true;
  }

  /** The keys that botocore hands down to every section, and where they are. */
  inherited(): ReadonlyMap<string, { readonly line: number }> {
    const sections = this.file.sections.filter(({ name }) => name === INHERITED_SECTION);
    return new Map(
      sections.flatMap(({ keys }) => keys.map((key) => [key.name, { line: key.line }] as const)),
    );
  }

  *#hiddenAfter(section: Section): Generator<Section, undefined> {
    for (let index = section.index + 1; ; index += 1) {
      const other = this.file.sections[index];
      if (other === undefined || isPlainHeader(this.#headerOf(other))) return undefined;
      yield other;
    }
  }

  #headerOf(section: Section): string {
    return this.file.lines[section.line]?.content ?? "";
  }

  #group(profile: (section: Section) => string | undefined): ByProfile {
    const groups = new Map<string, Section[]>();
    for (const section of this.file.sections) {
      const name = profile(section);
      if (name === undefined) continue;
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [section]);
      else group.push(section);
    }
    return groups;
  }
}

/** Index of the last line of a section's last key, or of its header. */
export function lastLine(section: Section): number {
  const key = section.keys.at(-1);
  return key?.continuation.at(-1) ?? key?.line ?? section.line;
}

function once<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
