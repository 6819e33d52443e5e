// A text as its lines, each with its own ending, so that every byte can be put back. Imports nothing.

export interface Line {
  readonly content: string;
  /** Empty for a last line without one. */
  readonly ending: "\n" | "\r\n" | "\r" | "";
}

/** The lines as Python's text files count them: LF, CR LF and CR alone all end one. */
export function splitLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (const [, content = "", ending = ""] of text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)) {
    if (content !== "" || ending !== "") lines.push({ content, ending: ending as Line["ending"] });
  }
  return lines;
}

/**
 * The reverse of {@link splitLines}, after lines were added or taken out: a line in the middle without an ending
 * gets the file's, and the last one keeps or lacks it as the last one of `original` did.
 */
export function joinLines(lines: readonly Line[], original: readonly Line[]): string {
  const usual = original.find(({ ending }) => ending !== "")?.ending ?? "\n";
  const endsOpen = original.at(-1)?.ending === "";
  return lines
    .map(({ content, ending }, index) =>
      index === lines.length - 1 && endsOpen ? content : content + (ending === "" ? usual : ending),
    )
    .join("");
}
