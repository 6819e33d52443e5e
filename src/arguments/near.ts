// Whether a typed word is probably another one with a typing error.

/** The most letters that are wrong, missing or too many; swapped neighbours count as two. */
const MOST_ERRORS = 2;

/** Levenshtein's distance, as far as it matters: at most {@link MOST_ERRORS}, and fewer than half of the letters. */
export function isNear(typed: string, meant: string): boolean {
  if (Math.abs(typed.length - meant.length) > MOST_ERRORS) return false;
  let row = Array.from({ length: meant.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...typed].entries()) {
    const next = [index + 1];
    for (const [at, other] of [...meant].entries())
      next.push(
        Math.min((row[at] ?? 0) + (letter === other ? 0 : 1), (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1),
      );
    row = next;
  }
  const errors = row.at(-1) ?? 0;
  return errors <= MOST_ERRORS && errors * 2 < meant.length;
}
