// Splits a section header into words as Python's `shlex.split` does, which is how botocore finds the name of a
// profile in the config file. Imports nothing.

/** The words; undefined where shlex raises an error (a quote or a backslash without its end). */
export function shlexWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (quote === "'" ? character !== "'" : quote === '"' && !'"\\'.includes(character)) {
      word += character;
    } else if (character === "\\") {
      if (next === "") return undefined;
      // Inside double quotes a backslash escapes only another one, or the quote.
      word = (word ?? "") + (quote === '"' && !'"\\'.includes(next) ? `\\${next}` : next);
      at += 1;
    } else if (quote !== "") {
      quote = "";
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= "";
    } else if (" \t\r\n".includes(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + character;
    }
  }
  if (quote !== "") return undefined;
  return word === undefined ? words : [...words, word];
}
