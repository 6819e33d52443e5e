// The program for Node as a few CommonJS files: a start file that loads the others with compiled code, the program, which answers
// from the cache by itself, and parts that it requires at the moment of need. Each file costs its own reading and each kilobyte
// its parsing, so that both have to be few.
// esbuild itself splits only ES modules, which start 8 ms later than CommonJS (Node 20), and makes a file for every combination.
import { relative, resolve } from "node:path";
import { build } from "esbuild";
import { exportsOf, stubs } from "./build-stubs.mjs";
import { trims } from "./build-trims.mjs";

export const BIN = "gitlab-aws-credential-helper";
export const TARGET = "node20.17";
const ENTRY = "src/main.ts";
const PROGRAM = "program";

/** What the entry imports dynamically but nearly every run needs: it is in the entry's file. */
const HOT = ["src/cache/read.ts"];

/** The file of each module that is imported dynamically; those not named here share one. */
const PARTS = [
  ["sts", ["src/sts/assume-role-with-web-identity.ts"]],
  ["child", ["src/child/run.ts"]],
  ["cache-renewal", ["src/cache/renew.ts"]],
  ["answer", ["src/cache/remember.ts"]],
  ["files", ["src/files/atomic-write.ts", "src/files/target.ts"]],
];
const REST = "rest";
/** Parts that are so large that compiled code is kept for them, as it is for the program. */
const CACHED = ["sts"];
const START = "src/start.ts";
const LOADER = "src/entry-code-cache.ts";
/** What several of them need. */
const COMMON_PART = "common";

const COMMON = {
  bundle: true,
  platform: "node",
  target: TARGET,
  minify: true,
  legalComments: "none",
  mainFields: ["module", "main"],
  write: false,
  metafile: true,
  logLevel: "warning",
};

/** @returns {Promise<Map<string, string>>} the text of each file by its name */
export async function buildParts() {
  const start = `import "./${ENTRY}";`;
  const lazy = new Set();
  const eager = await buildEntry(start, { lazy: new Set(), hot: [] });
  const outlined = await buildEntry(start, { lazy });
  const entry = holder(`./${PROGRAM}.cjs`, inputsOf(outlined), inputsOf(eager));
  const { files, places } = await buildLazyParts(entry, lazy);
  const built = await buildEntry([start, ...shares(entry)].join("\n"), { lazy: new Set() });
  files.set(`${PROGRAM}.cjs`, asRequires(built.outputFiles[0].text, places));
  files.set(`${BIN}.cjs`, `#!/usr/bin/env node\n${await buildStart()}`);
  return files;
}

/** The file that is started: it loads next to nothing itself. */
async function buildStart() {
  const { outputFiles } = await build({
    ...COMMON,
    stdin: {
      contents: `import { start } from "./${START}"; import { runProgram } from "./${LOADER}";
        start(() => runProgram(__dirname, require));`,
      resolveDir: process.cwd(),
      sourcefile: "start.js",
    },
    format: "cjs",
    plugins: [trims()],
  });
  return outputFiles[0].text;
}

/** What the entry's file says so that the parts get its modules. Those that it loads at need it must not load for this. */
function shares({ shared, eager }) {
  const [now, later] = [[], []];
  for (const [path, name] of shared) (eager.has(path) ? now : later).push([path, name]);
  return [
    ...now.map(([path, name]) => `export * as ${name} from "./${path}";`),
    `export const later = { ${later.map(([path, name]) => `${name}: () => require("./${path}")`).join(", ")} };`,
  ];
}

/** The entry's file; what it asks for later stays an import of `lazy:PATH`. */
function buildEntry(contents, { lazy, hot = HOT }) {
  return build({
    ...COMMON,
    stdin: { contents, resolveDir: process.cwd(), sourcefile: "entry.js" },
    format: "cjs",
    // A dynamic import of a CommonJS file would load Node's ES module loader: 8 ms.
    supported: { "dynamic-import": false },
    plugins: [
      trims(),
      {
        name: "entry",
        setup(plugin) {
          plugin.onResolve({ filter: /^\./ }, async ({ path, kind, resolveDir, pluginData }) => {
            if (kind !== "dynamic-import" || pluginData === FOLLOWING) return undefined;
            const found = await plugin.resolve(path, { resolveDir, kind, pluginData: FOLLOWING });
            const module = local(found.path);
            if (hot.includes(module)) return undefined;
            lazy.add(module);
            return { path: `lazy:${module}`, external: true };
          });
        },
      },
    ],
  });
}

/** Marks a question of a plugin to esbuild, which would ask the plugin again. */
const FOLLOWING = Symbol("following");

const local = (path) => relative(process.cwd(), path).replaceAll("\\", "/");

/**
 * The files of everything that is loaded later. Modules that the entry or the file COMMON holds are taken from there, so that
 * each is there once: the list of known secrets and the class of errors would not work else.
 */
async function buildLazyParts(inEntry, lazy) {
  const parts = new Map(PARTS.map(([name, roots]) => [name, roots.filter((root) => lazy.has(root))]));
  parts.set(REST, [...lazy].filter((root) => !PARTS.some(([, roots]) => roots.includes(root))).sort());
  for (const [name, roots] of parts) if (roots.length === 0) parts.delete(name);

  const outlines = await Promise.all([...parts.values()].map((roots) => buildPart(roots, [inEntry])));
  const inSeveral = new Set(several(outlines.map(ownModulesOf)));
  const inCommon = holder(`./${COMMON_PART}.cjs`, inSeveral);

  const built = [];
  for (const [name, roots] of parts) built.push([name, await buildPart(roots, [inEntry, inCommon])]);
  if (inCommon.shared.size > 0) {
    const common = [...inCommon.shared.keys()];
    // The parts name the modules by their place in this file.
    built.push([COMMON_PART, await buildPart(common, [inEntry])]);
  }
  const files = new Map(built.map(([name, { outputFiles }]) => [`${name}.cjs`, outputFiles[0].text]));
  return {
    files,
    places: new Map(
      [...parts].flatMap(([name, roots]) =>
        roots.map((root, index) => [root, `${required(name)}.${member(index)}`]),
      ),
    ),
  };
}

function required(name) {
  return `${CACHED.includes(name) ? "requireCached" : "require"}("./${name}.cjs")`;
}

/** A file that holds modules, by which names the others get them from it, and which of them it loads at once. */
function holder(file, modules, eager = modules) {
  return { file, modules, eager, shared: new Map() };
}

const member = (index) => `part${index}`;
const several = (sets) =>
  sets.flatMap((set, at) => [...set].filter((one) => sets.slice(at + 1).some((other) => other.has(one))));
const inputsOf = ({ metafile }) => new Set(Object.keys(metafile.inputs));
/** A package's modules may be in two files: the SDK and what it is made of hold no state that matters between parts. */
const ownModulesOf = (built) => new Set([...inputsOf(built)].filter((path) => path.startsWith("src/")));

/** One file with some modules and all they need, but for what the holders hold. */
function buildPart(roots, holders) {
  return build({
    ...COMMON,
    stdin: {
      contents: roots.map((root, index) => `export * as ${member(index)} from "./${root}";`).join("\n"),
      resolveDir: process.cwd(),
      sourcefile: "part.js",
    },
    format: "cjs",
    supported: { "dynamic-import": false },
    plugins: [
      trims(),
      ...(roots.some((root) => root.startsWith("src/sts/")) ? [stubs()] : []),
      {
        name: "holders",
        setup(plugin) {
          plugin.onResolve({ filter: /.*/ }, async ({ path, kind, resolveDir, importer, pluginData }) => {
            if (pluginData === FOLLOWING || kind === "entry-point" || path.startsWith("node:"))
              return undefined;
            const found = await plugin.resolve(path, { resolveDir, importer, kind, pluginData: FOLLOWING });
            if (found.errors.length > 0 || found.external) return undefined;
            const module = local(found.path);
            const from = holders.find(({ modules }) => modules.has(module));
            if (from === undefined) return undefined;
            if (!from.shared.has(module)) from.shared.set(module, member(from.shared.size));
            return { path: module, namespace: "held", pluginData: from };
          });
          plugin.onLoad({ filter: /.*/, namespace: "held" }, async ({ path, pluginData: from }) => ({
            contents: await heldModule(path, from),
            resolveDir: process.cwd(),
          }));
          plugin.onResolve({ filter: /^held:/ }, ({ path }) => ({
            path: path.slice("held:".length),
            external: true,
          }));
        },
      },
    ],
  });
}

/** A module that is in another file, as this one sees it. */
async function heldModule(path, { file, shared, eager }) {
  const name = shared.get(path);
  const names = await exportsOf(resolve(path));
  const lines = names.map(
    (exported) => `const ${exported}_ = ${name}.${exported};\nexport { ${exported}_ as ${exported} };`,
  );
  const held = eager.has(path)
    ? `import { ${name} } from "held:${file}";`
    : `import { later } from "held:${file}"; const ${name} = later.${name}();`;
  return [held, ...lines].join("\n");
}

/** In the entry, imports of `lazy:PATH` become what requires the part that holds it. */
function asRequires(text, places) {
  return text.replace(/require\("lazy:([^"]+)"\)/g, (_, module) => places.get(module));
}
