// Runs the built program as a process of its own, with an environment and a home of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { makeToken } from "../id-token/tokens.ts";
import { ROOT } from "./checkout.ts";

export const PROGRAM = join(ROOT, "dist", "gitlab-aws-credential-helper.cjs");

if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: npm run build`);

export const TOKEN = makeToken();

/** What every job has: account, token, project. */
export const JOB = {
  GITLAB_AWS_ACCOUNT_ID: "012345678901",
  GITLAB_AWS_IDENTITY_TOKEN: TOKEN,
  CI_PROJECT_PATH_SLUG: "acme-shop",
  CI_PIPELINE_ID: "574",
};

export interface Result {
  /** The exit code, or 128 + N as a shell tells it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly result: Promise<Result>;
}

export interface Surroundings {
  /** Variables beside PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What is on standard input; nothing when absent. */
  readonly stdin?: string;
  /** In a session of its own, away from the terminal where the tests run. */
  readonly detached?: boolean;
}

/** Starts any program, in a new and empty home. */
export function start(
  file: string,
  words: readonly string[],
  { env = {}, cwd, stdin = "", detached = false }: Surroundings = {},
): Running {
  const home = mkdtempSync(join(tmpdir(), "home-"));
  const child = spawn(file, words, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { PATH: process.env["PATH"], HOME: home, TMPDIR: home, ...env },
    stdio: ["pipe", "pipe", "pipe"],
    detached,
  });
  const result = new Promise<Result>((resolve, reject) => {
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (exitCode, signal) => {
      rmSync(home, { recursive: true, force: true });
      resolve({ exitCode, signal, stdout, stderr });
    });
  });
  child.stdin.on("error", () => {});
  child.stdin.end(stdin);
  return { child, result };
}

/** Runs the tool to its end. */
export function runTool(words: readonly string[], surroundings?: Surroundings): Promise<Result> {
  return start(process.execPath, [PROGRAM, ...words], surroundings).result;
}

/** Runs the tool with the environment of a job. */
export function runInJob(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Result> {
  return runTool(words, { env: { ...JOB, ...env } });
}

export interface Counter {
  readonly url: string;
  readonly connections: () => number;
}

/** A server that nobody should ask: counts the connections. */
export async function startCounter(t: Pick<TestContext, "after">): Promise<Counter> {
  let connections = 0;
  const server = createServer((_request, response) => void response.writeHead(500).end());
  server.on("connection", () => connections++);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
  };
}
