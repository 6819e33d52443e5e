// Builds dist/: the program for Node. Files are replaced one by one, so that whoever runs the program meanwhile finds one.
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { BIN, buildParts } from "./build-parts.mjs";

const OUT = "dist";

const files = await buildParts();
mkdirSync(OUT, { recursive: true });
// The entry comes last: it asks for the parts.
for (const [name, text] of files) {
  const temporary = `${OUT}/${name}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  if (name === `${BIN}.cjs`) chmodSync(temporary, 0o755);
  renameSync(temporary, `${OUT}/${name}`);
}
for (const { name } of readdirSync(OUT, { withFileTypes: true }).filter((entry) => entry.isFile()))
  if (!files.has(name) && !name.endsWith(".tmp")) rmSync(`${OUT}/${name}`, { force: true });

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const sizes = [...files].map(([name, text]) => `${name} ${Math.round(Buffer.byteLength(text) / 1024)} kB`);
process.stderr.write(`built ${BIN} ${version} in ${OUT}/: ${sizes.reverse().join(", ")}\n`);
