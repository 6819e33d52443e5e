// Writes the corpus as scripts of one shell: `node emit.js SHELL FOLDER` makes FOLDER/set-0, set-1, … and FOLDER/unset, and prints
// in one line how many values were written, how many the shell refused, and how many chunks there are.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { HelperError } from "../../src/errors.ts";
import { findShell, type Shell } from "../../src/shells/index.ts";
import { CHUNKS } from "./corpus.ts";

/** Whether the shell takes the value. Only cmd has values that it cannot hold. */
function holds(shell: Shell, value: string): boolean {
  try {
    shell.script([{ name: "V", value }]);
    return true;
  } catch (error) {
    if (error instanceof HelperError && error.exitCode === 7) return false;
    throw error;
  }
}

const [name = "", folder = "."] = process.argv.slice(2);
const shell = findShell(name);
if (shell === undefined) throw new Error(`no shell ${name}`);

const counts = { written: 0, refused: 0 };
for (const [index, { names, values }] of CHUNKS.entries()) {
  const changes = values
    .map((value, position) => ({ name: names[position] ?? "", value }))
    .filter(({ value }) => holds(shell, value));
  counts.written += changes.length;
  counts.refused += values.length - changes.length;
  writeFileSync(join(folder, `set-${index}`), shell.script(changes));
}
writeFileSync(join(folder, "unset"), shell.unsetScript(CHUNKS[0]?.names ?? []));
console.log(`${counts.written} ${counts.refused} ${CHUNKS.length}`);
