// Matching of a text against the wildcards of IAM policies. Imports nothing.

/** Stands for `*` in a pattern: any run of characters, the empty one and those with `/` and `:` included. */
export const ANY_RUN: unique symbol = Symbol("*");

/** Stands for `?` in a pattern: exactly one character. */
export const ANY_ONE: unique symbol = Symbol("?");

/** One step of a pattern: a literal character (a Unicode code point) or a wildcard. */
export type PatternStep = string | typeof ANY_RUN | typeof ANY_ONE;

/**
 * Tells whether the whole of `text` matches `pattern`.
 *
 * After a mismatch only the latest `*` takes one character more: what an earlier `*` could take besides, the latest one
 * can take as well. So the time is at most `pattern.length × text length`, whatever a policy or a token holds.
 */
export function matchesPattern(pattern: readonly PatternStep[], text: string): boolean {
  const characters = [...text];
  let step = 0;
  let position = 0;
  let latestRun = -1;
  let runEnd = 0;
  while (position < characters.length) {
    const wanted = pattern[step];
    if (wanted === ANY_RUN) {
      latestRun = step;
      runEnd = position;
      step += 1;
    } else if (wanted !== undefined && (wanted === ANY_ONE || wanted === characters[position])) {
      step += 1;
      position += 1;
    } else if (latestRun >= 0) {
      runEnd += 1;
      position = runEnd;
      step = latestRun + 1;
    } else {
      return false;
    }
  }
  while (pattern[step] === ANY_RUN) step += 1;
  return step === pattern.length;
}
