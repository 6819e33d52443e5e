// Renders src/hooks/templates/ into shells/ and into src/hooks/generated.ts, from which the command `hook` prints.
// Usage: node scripts/generate-hooks.mjs [--check]; with --check nothing is written, and stale files are an error.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Node 20 cannot load TypeScript by itself. */
async function load(entry) {
  const { outputFiles } = await build({
    entryPoints: [root(entry)],
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
    mainFields: ["module", "main"],
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire("file:///");' },
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString("base64")}`);
}

function moduleText(hooks) {
  const entries = [...hooks].map(
    ([file, text]) => `  ${JSON.stringify(file)}: [\n${lines(text)}  ].join("\\n"),\n`,
  );
  return [
    "// Generated from src/hooks/templates/ by scripts/generate-hooks.mjs: change them there.",
    "// The texts of the hooks as constants, so that an executable made of one file has them too.",
    "// biome-ignore-all format: one line of a hook stays one line",
    "// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the shells mean what they write",
    "",
    "/** The text of each file in shells/. */",
    `export const HOOK_TEXTS: Readonly<Record<string, string>> = {\n${entries.join("")}};`,
    "",
  ].join("\n");
}

const lines = (text) =>
  text
    .split("\n")
    .map((line) => `    ${JSON.stringify(line)},\n`)
    .join("");

const { renderHook } = await load("src/hooks/render.ts");
const { SHELLS } = await load("src/shells/index.ts");
const hooks = new Map();
for (const { name, hook: file } of SHELLS) {
  // The first shell of the table that has the file is the one it asks for.
  if (file === undefined || hooks.has(file)) continue;
  const text = readFileSync(root(`src/hooks/templates/${file}`), "utf8");
  hooks.set(file, renderHook({ file, text, shell: name }));
}

const wanted = new Map([...hooks].map(([file, text]) => [`shells/${file}`, text]));
wanted.set("src/hooks/generated.ts", moduleText(hooks));

const read = (path) => {
  try {
    return readFileSync(root(path), "utf8");
  } catch {
    return undefined;
  }
};
const stale = [...wanted].filter(([path, text]) => read(path) !== text);
if (process.argv.includes("--check")) {
  for (const [path] of stale) console.error(`${path} is stale: run node scripts/generate-hooks.mjs`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  mkdirSync(root("shells"), { recursive: true });
  for (const [path, text] of stale) writeFileSync(root(path), text);
}
