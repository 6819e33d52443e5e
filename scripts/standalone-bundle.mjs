// The program as one CommonJS text for Bun's compiler: bytecode is for CommonJS, and with it a part that is not used costs nothing.
import { resolve } from "node:path";
import { build } from "esbuild";
import { TARGET } from "./build-parts.mjs";
import { stubs } from "./build-stubs.mjs";
import { trims } from "./build-trims.mjs";

/** @returns {Promise<string>} */
export async function bundleForBun() {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { start } from "./src/start.ts"; start(() => void import("./src/main.ts"));`,
      resolveDir: process.cwd(),
      sourcefile: "start.js",
    },
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
    plugins: [
      trims(),
      stubs({ client: "fetch" }),
      {
        name: "client",
        setup({ onResolve }) {
          onResolve({ filter: /^\.\/handler\.ts$/ }, () => ({ path: resolve("src/sts/handler-fetch.ts") }));
        },
      },
    ],
  });
  return outputFiles[0].text;
}
