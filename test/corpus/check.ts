// Compares what arrived with the corpus: `node check.js FOLDER` reads FOLDER/set-0, set-1, … and FOLDER/unset, each the environment
// (NAME=value, ended by NUL) that a program saw which the shell had started. Prints `ok COUNT`, or the first values that differ.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CHUNKS } from "./corpus.ts";

const SHOWN = 10;

/** Bytes, as Latin-1, so that a wrong byte is not hidden by U+FFFD. */
function readEnvironment(path: string): ReadonlyMap<string, string> {
  const variables = readFileSync(path, "latin1").split("\0").filter(Boolean);
  return new Map(
    variables.map((text) => [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)]),
  );
}

function show(bytes: string | undefined): string {
  const text = bytes === undefined ? "nothing" : JSON.stringify(Buffer.from(bytes, "latin1").toString());
  return text.length > 200 ? `${text.slice(0, 200)}… (${bytes?.length} bytes)` : text;
}

const folder = process.argv[2] ?? ".";
const wrong: string[] = [];
let right = 0;
for (const [index, { names, values }] of CHUNKS.entries()) {
  const environment = readEnvironment(join(folder, `set-${index}`));
  for (const [position, value] of values.entries()) {
    const got = environment.get(names[position] ?? "");
    const wanted = Buffer.from(value).toString("latin1");
    if (got === wanted) right += 1;
    else wrong.push(`chunk ${index}, ${names[position]}: ${show(got)} instead of ${show(wanted)}`);
  }
}
for (const name of readEnvironment(join(folder, "unset")).keys())
  if (/^V\d+$/.test(name)) wrong.push(`${name} is still set after unset`);

if (wrong.length === 0) console.log(`ok ${right}`);
else {
  console.log([`${wrong.length} wrong, ${right} right`, ...wrong.slice(0, SHOWN)].join("\n"));
  process.exitCode = 1;
}
