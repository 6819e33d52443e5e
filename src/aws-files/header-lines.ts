// Which header lines every SDK sees, and what some see in them. Imports white-space.ts only.
import { trim } from "./white-space.ts";

/**
 * A header line that every parser sees: nothing behind the bracket but a comment after a blank, and no `#` or `;`
 * inside (`[foo];c` is no header for the JavaScript SDK, `[bar#x]` none for the Go SDK: the keys below it fall
 * to the section above).
 */
export function isPlainHeader(line: string): boolean {
  return /^\[[^#;]+\](?:[ \t]+[#;].*)?$/su.test(trim(line));
}

/** The name as the parsers see it that cut comments off first. */
export function nameBeforeComment(line: string): string {
  return /^\s*\[(.*)\]\s*$/su.exec(line.replace(/\s[#;].*$/su, ""))?.[1] ?? "";
}
