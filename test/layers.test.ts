// Who may import whom. The table is the architecture: an edge that it does not name fails here, with file and line.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative } from "node:path";
import { describe, it } from "node:test";
import { ROOT } from "./cli/checkout.ts";

/** Everything may import these: they know nothing of what the tool does. */
const BASE = [
  "version.ts",
  "errors.ts",
  "context.ts",
  "credentials.ts",
  "environment.ts",
  "home-directory.ts",
  "process-stat.ts",
  "secrets",
];

interface Layer {
  /** A folder of src/, or a file in it. */
  readonly part: string;
  /** Parts that it may import, beside {@link BASE}. */
  readonly may: readonly string[];
  readonly why: string;
}

/** From the entry down to the base: no part may import one that stands above it. */
// biome-ignore format: one line a part
const LAYERS: readonly Layer[] = [
  { part: "start.ts", may: ["cache", "cli"], why: "what is started, in front of the program: it must load next to nothing" },
  { part: "entry-code-cache.ts", may: ["state"], why: "loads the program: it must load next to nothing else" },
  { part: "main.ts", may: ["cli"], why: "gathers the world outside and hands it on" },
  { part: "cli", may: ["commands", "outputs", "shells", "arguments"], why: "one command line from its words to its exit code; outputs and shells for the failing statement" },
  { part: "commands", may: ["login.ts", "completions", "hooks", "profiles", "outputs", "shells", "child", "state", "files", "request", "arguments"], why: "says what is done, and leaves how to the parts below" },
  { part: "completions", may: ["shells", "arguments"], why: "texts made from the tables" },
  { part: "hooks", may: ["shells"], why: "texts made from the table of shells" },
  { part: "profiles", may: ["login.ts", "aws-files", "state", "files", "id-token", "request", "arguments"], why: "profiles in the AWS files, those that refresh too" },
  { part: "login.ts", may: ["sources", "cache", "id-token", "request"], why: "from a request to credentials: no command or output may matter to it" },
  { part: "sources", may: ["sts", "id-token", "request"], why: "each source turns a request into credentials" },
  { part: "cache", may: ["state", "files", "request"], why: "answers without loading a source, so it must not know one" },
  { part: "sts", may: ["id-token"], why: "the call to AWS: gets values, no flags" },
  { part: "id-token", may: ["files", "request"], why: "reads the token from where the request says it is" },
  { part: "request", may: ["arguments"], why: "a pure function of flags and environment" },
  { part: "arguments", may: [], why: "the grammar of a command line, whatever the commands are" },
  { part: "outputs", may: ["shells"], why: "pure: credentials in, text out; knows neither request nor AWS" },
  { part: "shells", may: [], why: "pure: variables in, text out" },
  { part: "child", may: [], why: "runs a command in an environment, whatever is in it" },
  { part: "state", may: ["aws-files", "files"], why: "what this tool has written in this job, and how it goes again" },
  { part: "aws-files", may: ["files"], why: "an editor of AWS files, which knows no profile kinds" },
  { part: "files", may: [], why: "files, whatever is in them" },
  { part: "trust-policy", may: [], why: "AWS's evaluation of trust policies, whoever asks" },
];

/** Edges beside the table: one file to one file, each with its reason. */
// biome-ignore format: one line an edge
const NAMED: readonly (readonly [from: RegExp, to: string, why: string])[] = [
  [/^completions\//, "commands/types.ts", "completes any table of commands, this one among them; the type alone"],
];

/** Which file may import which package. What is not named here is for nobody. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  "@aws-sdk/client-sts": /^sts\//,
  "https-proxy-agent": /^sts\//,
  ini: /^aws-files\/verify\.ts$/,
  kleur: /^(cli\/log|main)\.ts$/,
  sade: /^cli\/program\.ts$/,
  "shell-quote": /^shells\/posix\.ts$/,
};

/** Parts that may look at Node's `process`, and what they need of it. Everything else gets a Context. */
// biome-ignore format: one line a rule
const PROCESS: readonly (readonly [file: RegExp, members: RegExp, why: string])[] = [
  [/^main\.ts$/, /./, "gathers the world outside"],
  [/^(start|entry-code-cache)\.ts$/, /./, "run before there is a Context"],
  [/^home-directory\.ts$/, /^getBuiltinModule$/, "whose home it is, when no variable says so"],
  [/^child\//, /./, "signals, the terminal and execve are the process's own"],
  [/^(files|state)\//, /^(geteuid|getegid|pid|kill|platform)$/, "whose files these are, and which processes still run"],
  [/^cache\//, /^(pid|uptime)$/, "the name of a temporary file, and since when this process runs"],
  [/^cli\/output-stream\.ts$/, /^(getBuiltinModule|platform)$/, "how a stream is written"],
  [/^sts\/handler-(fetch|roots)\.ts$/, /^(env|execArgv)$/, "settings of the runtime that no other way leads to"],
];

/** Folders that are tables: a row must not know the other rows, so that it can be added and taken out by itself. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  shells: ["types.ts", "statements.ts", "posix.ts"],
  outputs: ["types.ts", "script.ts"],
  sources: ["types.ts"],
  commands: ["types.ts", "request-flags.ts", "shell-flag.ts", "print-secrets.ts", "run-with-credentials.ts"],
  completions: ["types.ts", "model.ts"],
};

interface Edge {
  readonly from: string;
  /** A file of src/, or a package. */
  readonly to: string;
  readonly place: string;
}

const SRC = join(ROOT, "src");
const FILES = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts"))
  .sort();

/** The text without comments; its lines keep their numbers. */
function code(file: string): string {
  const blank = (comment: string): string => comment.replace(/[^\n]/g, " ");
  return readFileSync(join(SRC, file), "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, blank)
    .replace(/^\s*\/\/.*$/gm, blank);
}

function edgesOf(file: string): Edge[] {
  const text = code(file);
  return [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)"([^"]+)"/g)].map((match) => {
    const name = match[1] ?? "";
    const to = name.startsWith(".")
      ? relative(SRC, join(SRC, dirname(file), name)).replaceAll("\\", "/")
      : name;
    const line = text.slice(0, match.index).split("\n").length;
    return { from: file, to, place: `src/${file}:${line}` };
  });
}

const EDGES = FILES.flatMap(edgesOf);
const isBuiltIn = (name: string): boolean => name.startsWith("node:") || builtinModules.includes(name);
const isFile = (name: string): boolean => FILES.includes(name);
const partOf = (file: string): string => (file.includes("/") ? file.slice(0, file.indexOf("/")) : file);

function assertNone(wrong: readonly Edge[], rule: string): void {
  assert.deepEqual(
    wrong.map(({ place, to }) => `${place} imports ${to}`),
    [],
    rule,
  );
}

describe("layers", () => {
  it("the sources were read", () => {
    assert.ok(FILES.length > 70 && EDGES.length > 200, `${FILES.length} files, ${EDGES.length} imports`);
    assert.ok(
      EDGES.some(({ from, to }) => from === "sources/gitlab-oidc.ts" && to.startsWith("sts/")),
      "dynamic imports, too",
    );
  });

  it("every part of src/ has its line in the table", () => {
    const known = [...BASE, ...LAYERS.map(({ part }) => part)];
    assert.deepEqual(
      [...new Set(FILES.map(partOf))].filter((part) => !known.includes(part)),
      [],
    );
  });

  it("the table points downwards only", () => {
    const parts = LAYERS.map(({ part }) => part);
    for (const { part, may } of LAYERS)
      for (const other of may.filter((name) => parts.includes(name)))
        assert.ok(parts.indexOf(other) > parts.indexOf(part), `${part} stands below ${other}`);
  });

  it("the base imports nothing but the base", () => {
    assertNone(
      EDGES.filter(({ from, to }) => BASE.includes(partOf(from)) && isFile(to) && !BASE.includes(partOf(to))),
      "BASE",
    );
    assertNone(
      EDGES.filter(({ from, to }) => from === "errors.ts" && isFile(to)),
      "errors.ts imports nothing at all",
    );
  });

  for (const { part, may, why } of LAYERS)
    it(`${part}: ${why}`, () => {
      const allowed = [part, ...BASE, ...may];
      const wrong = EDGES.filter(
        ({ from, to }) => partOf(from) === part && isFile(to) && !allowed.includes(partOf(to)),
      );
      assertNone(
        wrong.filter(({ from, to }) => !NAMED.some(([source, target]) => source.test(from) && target === to)),
        `${part} may import ${allowed.join(", ")}`,
      );
    });

  it("nobody imports a file that is not there, or one outside of src/ but package.json", () => {
    assertNone(
      EDGES.filter(
        ({ to }) => (to.endsWith(".ts") && !isFile(to)) || (to.startsWith("..") && to !== "../package.json"),
      ),
      "a path inside src/",
    );
  });

  it("a package has its importers", () => {
    assertNone(
      EDGES.filter(
        ({ from, to }) => !isFile(to) && !isBuiltIn(to) && !to.startsWith(".") && !PACKAGES[to]?.test(from),
      ),
      "PACKAGES",
    );
  });

  it("Node's process is looked at where nothing else will do", () => {
    const wrong = FILES.flatMap((file) => {
      // A command and an output have that name.
      if (/\b(const|import \{) process\b/.test(code(file))) return [];
      return [...code(file).matchAll(/(?<![\w.$"'`/-])process\??\.(\w+)/g)]
        .map(([, member = ""]) => member)
        .filter((member) => !PROCESS.some(([files, members]) => files.test(file) && members.test(member)))
        .map((member) => `src/${file}: process.${member}`);
    });
    assert.deepEqual(wrong, []);
  });

  it("process.exit is called where everything is written, and nowhere else", () => {
    assert.deepEqual(
      FILES.filter((file) => /\bprocess\s*\.\s*exit\s*\(/.test(code(file))),
      ["main.ts", "start.ts"],
    );
  });

  for (const [folder, shared] of Object.entries(TABLES))
    it(`${folder}/: a row does not know the other rows`, () => {
      const rows = EDGES.filter(
        ({ from, to }) => partOf(from) === folder && partOf(to) === folder && from !== `${folder}/index.ts`,
      );
      assert.ok(rows.length > 0);
      assertNone(
        rows.filter(({ to }) => !shared.includes(to.slice(folder.length + 1))),
        `shared by all rows: ${shared.join(", ")}`,
      );
    });
});
