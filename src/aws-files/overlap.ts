// Finds sections that some SDK would read as a part of ours, because it does not see their header, or sees the
// name of ours in it. What we write would then not be what that SDK reads. Only edit.ts imports it.
import type { SectionHeader } from "./headers.ts";
import type { ParsedFile, Section } from "./parse.ts";
import { AwsFileProblem } from "./problem.ts";
import { trim } from "./white-space.ts";

/**
 * A header line that every parser sees: nothing behind the bracket but a comment after a blank, and no `#` or `;`
 * inside (`[foo];c` is no header for the JavaScript SDK, `[bar#x]` none for the Go SDK: the keys below it fall
 * to the section above).
 */
export function isPlainHeader(line: string): boolean {
  return /^\[[^#;]+\](?:[ \t]+[#;].*)?$/su.test(trim(line));
}

/**
 * Refuses a change of keys that a later section would undo for some SDK.
 * @param section ours, among `file.sections`
 * @throws AwsFileProblem
 */
export function refuseOverlap(
  file: ParsedFile,
  section: Section,
  header: SectionHeader,
  keys: ReadonlySet<string>,
): void {
  let hidden = true;
  for (const other of file.sections.slice(file.sections.indexOf(section) + 1)) {
    const line = file.lines[other.line]?.content ?? "";
    hidden &&= !isPlainHeader(line);
    const clash = other.keys.find(({ name }) => keys.has(name));
    if (clash === undefined || !(hidden || header.mayBeMeantBy(nameBeforeComment(line)))) continue;
    const reason = `some SDKs read ${clash.name} in line ${clash.line + 1} as a part of [${header.name}]`;
    throw new AwsFileProblem(
      `${reason}: write the header of its section in the plain form, [name]`,
      other.line + 1,
    );
  }
}

/** The name as the parsers see it that cut comments off first. */
function nameBeforeComment(line: string): string {
  return /^\s*\[(.*)\]\s*$/su.exec(line.replace(/\s[#;].*$/su, ""))?.[1] ?? "";
}
