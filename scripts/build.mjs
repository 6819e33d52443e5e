// Builds dist/: the program for Node as CommonJS, which starts faster than ES modules.
// Every dynamic import() of the source becomes a file of its own, loaded at the moment of need.
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { build, transform } from "esbuild";

const OUT = "dist";
const BIN = "gitlab-aws-credential-helper";
const TARGET = "node20.17";

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });

// esbuild splits only ES modules, so it makes these first; each is then turned into CommonJS by itself.
const result = await build({
  entryPoints: { [BIN]: "src/main.ts" },
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: TARGET,
  minify: true,
  legalComments: "none",
  outdir: OUT,
  write: false,
  // Dependencies that are themselves CommonJS ask for Node's modules with require.
  banner: {
    js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
  },
  mainFields: ["module", "main"],
  logLevel: "warning",
});

for (const { path, text } of result.outputFiles) {
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/\.js$/, ".cjs");
  const esm = text
    .replace(
      /import\{createRequire as __createRequire\}from"node:module";const require=__createRequire\(import\.meta\.url\);/,
      "",
    )
    .replaceAll(/(["'])\.\/([\w.-]+)\.js\1/g, '"./$2.cjs"');
  const { code } = await transform(esm, {
    format: "cjs",
    platform: "node",
    target: TARGET,
    minify: true,
    supported: { "dynamic-import": false },
  });
  const executable = name === `${BIN}.cjs`;
  writeFileSync(`${OUT}/${name}`, (executable ? "#!/usr/bin/env node\n" : "") + code);
  if (executable) chmodSync(`${OUT}/${name}`, 0o755);
}

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
process.stderr.write(`built ${BIN} ${version}: ${readdirSync(OUT).length} files in ${OUT}/\n`);
