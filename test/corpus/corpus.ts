// The corpus: every value that has to arrive byte for byte in every shell. The same list, in the same order, on every machine.
import { LONG, PAIRS, RANDOM, SINGLE_BYTES } from "./generated.ts";
import { INJECTIONS } from "./injections.ts";
import { PLAIN_TEXT } from "./plain-text.ts";
import { UNICODE } from "./unicode.ts";

export const HAND_MADE: readonly string[] = [...new Set([...PLAIN_TEXT, ...UNICODE, ...INJECTIONS])];

export const CORPUS: readonly string[] = [
  ...new Set([...HAND_MADE, ...SINGLE_BYTES, ...PAIRS, ...RANDOM, ...LONG]),
];

/** A part of the corpus that fits into one environment (ARG_MAX) and into one eval of a slow shell. */
export interface Chunk {
  readonly values: readonly string[];
  /** Under which the values are loaded; the same in every chunk. */
  readonly names: readonly string[];
}

const CHUNK_SIZE = 250;

export const CHUNKS: readonly Chunk[] = Array.from(
  { length: Math.ceil(CORPUS.length / CHUNK_SIZE) },
  (_, index) => {
    const values = CORPUS.slice(index * CHUNK_SIZE, (index + 1) * CHUNK_SIZE);
    return { values, names: values.map((_value, position) => `V${position}`) };
  },
);
