// Texts of dependencies that are changed on the way into the bundle, because of what loading them would cost.
import { readFile } from "node:fs/promises";

/** @type {readonly { module: RegExp, reason: string, change: (text: string) => string }[]} */
const TRIMS = [
  {
    module: /[\\/]kleur[\\/]index\.mjs$/,
    reason:
      "it asks process.stdout whether it is a terminal: 5 ms for the stream; src/main.ts decides about colours anyway",
    change: replacing("process.stdout && process.stdout.isTTY", "false"),
  },
  {
    module: /[\\/]shell-quote[\\/]index\.js$/,
    reason: "the parser is never used",
    change: replacing("exports.parse = require('./parse');", ""),
  },
  {
    module: /[\\/]package\.json$/,
    reason: "of our own manifest and of the STS client's only the version is used",
    change: (text) => JSON.stringify({ version: JSON.parse(text).version }),
  },
];

function replacing(wanted, replacement) {
  return (text) => {
    if (!text.includes(wanted)) throw new Error(`there is no ${JSON.stringify(wanted)} any more`);
    return text.replace(wanted, replacement);
  };
}

/** The esbuild plugin that changes them; it fails when there is nothing to change any more. */
export function trims() {
  return {
    name: "trims",
    setup({ onLoad }) {
      for (const { module, change } of TRIMS)
        onLoad({ filter: module }, async ({ path }) => ({
          contents: change(await readFile(path, "utf8")),
          loader: path.endsWith(".json") ? "json" : "js",
        }));
    },
  };
}
