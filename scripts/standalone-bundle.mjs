// The program as two CommonJS texts for Bun's compiler: bytecode is for CommonJS, and with it a part that is not used costs nothing.
// What is started is a text of its own: to load all the rest takes 3 ms of the 9 that a kept answer needs.
import { resolve } from "node:path";
import { build } from "esbuild";
import { TARGET } from "./build-parts.mjs";
import { stubs } from "./build-stubs.mjs";
import { trims } from "./build-trims.mjs";

/** The file names, without their ends, of what is started and of what that loads. */
const [START, PROGRAM] = ["start", "program"];

/** @returns {Promise<Map<string, string>>} the text of each file by its name; the first one is what is started */
export async function bundlesForBun() {
  const start = {
    stdin: {
      // The executable's files are in a folder that only it sees, under the names that Bun's compiler gives them.
      contents: `import { start } from "./src/start.ts";
        start(() => void require(Bun.main.replace(/[^/\\\\]*$/, "${PROGRAM}.js")));`,
      resolveDir: process.cwd(),
      sourcefile: "start.js",
    },
  };
  return new Map([
    [`${START}.cjs`, await bundle({ ...start, plugins: [trims()] })],
    [`${PROGRAM}.cjs`, await bundle({ entryPoints: ["src/main.ts"], plugins: [trims(), ...client()] })],
  ]);
}

/** The AWS SDK with what the call runs alone, on Bun's own HTTP client. */
function client() {
  return [
    stubs({ client: "fetch" }),
    {
      name: "client",
      setup({ onResolve }) {
        onResolve({ filter: /^\.\/handler\.ts$/ }, () => ({ path: resolve("src/sts/handler-fetch.ts") }));
      },
    },
  ];
}

async function bundle(options) {
  const { outputFiles } = await build({
    ...options,
    bundle: true,
    platform: "node",
    target: TARGET,
    format: "cjs",
    minify: true,
    legalComments: "none",
    mainFields: ["module", "main"],
    supported: { "dynamic-import": false },
    write: false,
    outdir: "out",
    logLevel: "warning",
  });
  return outputFiles[0].text;
}
