// A job for the tests of the cache: an environment, a clock that stands still, a home of its own, and what was said.
import { mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type EmbeddedSts, startEmbeddedSts } from "../../embedded-sts/start.ts";
import type { Context, Environment } from "../../src/context.ts";
import type { Credentials } from "../../src/credentials.ts";
import { login } from "../../src/login.ts";
import { type LoginRequest, resolveRequest } from "../../src/request/resolve.ts";

// Keeps the SDK's note about old Node versions out of the output of the tests.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

/** Why a test that changes owners cannot run; false when it can. */
export const notRoot: string | false = process.geteuid?.() === 0 ? false : "needs root";
/** Why a test about owners, modes and links cannot run; false when it can. */
export const noModes: string | false = process.platform === "win32" ? "Windows has no modes" : false;

export const MINUTE = 60_000;

export interface Job {
  readonly sts: EmbeddedSts;
  readonly home: string;
  /** The folder in which the cache of the job is, without a variable that says otherwise. */
  readonly folder: string;
  readonly env: Environment;
  /** Moves the clock of job and STS. */
  pass(milliseconds: number): void;
  request(variables?: Environment, switches?: readonly string[]): LoginRequest;
  context(variables?: Environment, changes?: Partial<Context>): Context;
  login(variables?: Environment, switches?: readonly string[]): Promise<Credentials>;
  calls(): number;
  /** What was said to people, each line with its kind before it. */
  readonly said: string[];
  /** The files of the cache, without their folder. */
  files(): readonly string[];
  /** The path of the one file with credentials. */
  file(): string;
}

export function temporaryFolder(t: TestContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "cache-")));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function startJob(t: TestContext): Promise<Job> {
  let clock = Date.now();
  const sts = await startEmbeddedSts({ now: () => new Date(clock) });
  t.after(() => sts.close());
  const home = temporaryFolder(t);
  const base = process.platform === "darwin" ? "Library/Caches" : ".cache";
  const folder = join(home, base, "gitlab-aws-credential-helper", "gitlab.example.com-1001");
  const said: string[] = [];
  const env: Environment = {
    GITLAB_AWS_ACCOUNT_ID: sts.accountId,
    GITLAB_AWS_IDENTITY_TOKEN: await sts.signIdToken(),
    AWS_ENDPOINT_URL_STS: sts.url,
    CI_PROJECT_PATH_SLUG: "acme-shop",
    CI_JOB_ID: "1001",
    CI_SERVER_HOST: "gitlab.example.com",
    LOCALAPPDATA: home,
  };
  const job: Job = {
    sts,
    home,
    folder,
    env,
    said,
    pass: (milliseconds) => {
      clock += milliseconds;
    },
    request: (variables = {}, switches = []) => {
      const flags = { value: () => undefined, all: () => [], on: (name: string) => switches.includes(name) };
      return resolveRequest(flags, { ...env, ...variables });
    },
    context: (variables = {}, changes = {}) => ({
      env: { ...env, ...variables },
      platform: process.platform,
      homeDirectory: home,
      workingDirectory: home,
      helperCommand: ["gitlab-aws-credential-helper"],
      now: () => clock,
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      stdout: { write: async () => {}, isTerminal: false },
      log: {
        info: (message) => void said.push(`info: ${message}`),
        warn: (message) => void said.push(`warn: ${message}`),
        debug: (message) => void said.push(`debug: ${message}`),
      },
      ...changes,
    }),
    login: (variables = {}, switches = []) => login(job.request(variables, switches), job.context(variables)),
    calls: () => sts.counts()["AssumeRoleWithWebIdentity"] ?? 0,
    files: () => filesIn(folder),
    file: () => {
      const [name = "", ...others] = filesIn(folder).filter((one) => one.endsWith(".credentials"));
      if (name === "" || others.length > 0) throw new Error(`not one file: ${filesIn(folder)}`);
      return join(folder, name);
    },
  };
  return job;
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** Everything that an answer consists of, to compare. */
export function plain(credentials: Credentials): readonly string[] {
  return [
    credentials.accessKeyId,
    credentials.secretAccessKey.reveal(),
    credentials.sessionToken.reveal(),
    credentials.expiration.toISOString(),
  ];
}
