// Values made by rule: every byte, every pair of specials, random text from a fixed seed, and long values.

/** The bytes that an environment can hold and that are characters by themselves. */
const BYTES = Array.from({ length: 127 }, (_, index) => String.fromCharCode(index + 1));

export const SINGLE_BYTES: readonly string[] = BYTES.flatMap((byte) => [
  byte,
  `a${byte}b`,
  `${byte}0`,
  `f${byte}`,
]);

/** All printable ASCII that is neither letter nor digit and that some shell reads as syntax, and a newline: 31. */
const SPECIALS = [..." !\"#$%&'()*+,-/:;<=>?@[\\]^`{|}~"]
  .filter((character) => character !== "+")
  .concat("\n");

export const PAIRS: readonly string[] = SPECIALS.flatMap((first) => SPECIALS.map((second) => first + second));

/** mulberry32: the same numbers on every machine. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}

const random = randomNumbers(20_261_120);
const pick = (characters: readonly string[]): string => characters[random(characters.length)] ?? "";
const codePoint = (): string => {
  const code = 1 + random(0x10ffff);
  // Half a surrogate pair is no character.
  return code >= 0xd800 && code <= 0xdfff ? "\ufffd" : String.fromCodePoint(code);
};
const WORDS = [
  "$(",
  ")",
  "${",
  "}",
  "'",
  "\\'",
  '"',
  "`",
  "\\",
  "!",
  "\n",
  "\r\n",
  " ",
  "  ",
  "a",
  "7",
  "é",
  "\u2019",
  "😀",
  "%",
  ";",
];

/** Each a way to draw one piece of a random value. */
const ALPHABETS: readonly (() => string)[] = [
  () => pick(SPECIALS),
  () => pick(BYTES),
  () => pick(WORDS),
  () => String.fromCharCode(0x20 + random(0x5f)),
  () => String.fromCharCode(0x80 + random(0x780)),
  codePoint,
];

function randomValue(alphabet: () => string, length: number): string {
  return Array.from({ length }, alphabet).join("");
}

export const RANDOM: readonly string[] = Array.from({ length: 690 }, (_, index) => {
  const alphabet = ALPHABETS[index % (ALPHABETS.length + 1)];
  const anything = (): string => (ALPHABETS[random(ALPHABETS.length)] ?? codePoint)();
  return randomValue(alphabet ?? anything, 1 + random(40));
});

const LENGTH = 4096;

/** 4 KB each, the length of a long session token. */
export const LONG: readonly string[] = [
  ..."a' \\\"$`!\n\t%".split("").map((character) => character.repeat(LENGTH)),
  "é".repeat(LENGTH / 2),
  "😀".repeat(LENGTH / 4),
  "\u2019".repeat(LENGTH / 3),
  "'\\''".repeat(LENGTH / 4),
  "$(x)".repeat(LENGTH / 4),
  "a b ".repeat(LENGTH / 4),
  ...ALPHABETS.slice(0, 4).map((alphabet) => randomValue(alphabet, LENGTH).slice(0, LENGTH)),
];
