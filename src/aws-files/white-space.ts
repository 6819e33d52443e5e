// White space as Python counts it: botocore's files are read with `str.strip()` and `\S`. Imports nothing.
//
// It is not JavaScript's: Python counts U+001C to U+001F and U+0085, JavaScript counts U+FEFF.
const PYTHON_SPACE =
  "\\t\\n\\v\\f\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const LEADING = new RegExp(`^[${PYTHON_SPACE}]*`, "u");
const TRAILING = new RegExp(`[${PYTHON_SPACE}]+$`, "u");

/** How many characters of white space a line begins with. */
export function indentation(line: string): number {
  return LEADING.exec(line)?.[0].length ?? 0;
}

/** Python's `str.rstrip()`. */
export function trimEnd(text: string): string {
  return text.replace(TRAILING, "");
}

/** Python's `str.strip()`. */
export function trim(text: string): string {
  return trimEnd(text.slice(indentation(text)));
}
