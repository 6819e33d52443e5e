// The built programs, and how the tests of the build run them.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { ROOT } from "../cli/checkout.ts";

export interface Program {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

export const NODE_BUILD: Program = {
  name: "Node build",
  command: [process.execPath, join(ROOT, "dist/gitlab-aws-credential-helper.cjs")],
};

/** What the compiler makes of the sources, with the SDK as it is. */
export const SOURCES: Program = {
  name: "sources",
  command: [process.execPath, join(ROOT, "build/src/main.js")],
};

const executable = join(
  ROOT,
  `dist/standalone/gitlab-aws-credential-helper-${process.platform}-${process.arch}`,
);

/** There only after `npm run build:standalone`. */
export const STANDALONE: Program | undefined = existsSync(executable)
  ? { name: "standalone", command: [executable] }
  : undefined;

export const BUILT: readonly Program[] = [NODE_BUILD, ...(STANDALONE === undefined ? [] : [STANDALONE])];

const folder = mkdtempSync(join(tmpdir(), "build-tests-"));
after(() => rmSync(folder, { recursive: true, force: true }));
let folders = 0;
/** Without HOME a program asks the system for it, and would write into the folders of whoever runs the tests. */
const home = mkdtempSync(join(folder, "home-"));

/** An empty folder, for one test. */
export function newFolder(): string {
  return mkdtempSync(join(folder, `${folders++}-`));
}

const TOKEN = [{ alg: "RS256" }, { iss: "https://gitlab.example.com", sub: "project_path:group/project" }]
  .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
  .concat("c2lnbmF0dXJl")
  .join(".");

/** Enough for a login. Nothing comes from whoever runs the tests. */
export const SETTINGS: Readonly<Record<string, string>> = {
  GITLAB_AWS_ACCOUNT_ID: "123456789012",
  GITLAB_AWS_IDENTITY_TOKEN: TOKEN,
  CI_PROJECT_PATH_SLUG: "group-project",
  AWS_REGION: "eu-central-1",
};

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function runProgram(
  { command: [file, ...first] }: Program,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  workingDirectory: string = folder,
): Promise<Outcome> {
  return new Promise((done, failed) => {
    const child = spawn(file, [...first, ...words], {
      env: { HOME: home, ...env },
      cwd: workingDirectory,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const outcome = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const)
      child[name].on("data", (data) => {
        outcome[name] += data;
      });
    child.on("error", failed);
    child.on("close", (status) => done({ status, ...outcome }));
  });
}
