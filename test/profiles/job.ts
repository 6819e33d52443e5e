// A job in this process: the command line run against an embedded STS, with a home folder of its own.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type EmbeddedSts, startEmbeddedSts } from "../../embedded-sts/start.ts";
import { run } from "../../src/cli/run.ts";

export interface Result {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class Job {
  readonly sts: EmbeddedSts;
  readonly home: string;
  /** Where the helper is, as a profile would name it. */
  helperCommand: readonly string[] = ["/usr/local/bin/gitlab-aws-credential-helper"];
  env: Record<string, string>;

  private constructor(sts: EmbeddedSts, token: string) {
    this.sts = sts;
    this.home = mkdtempSync(join(tmpdir(), "profiles-"));
    this.env = {
      HOME: this.home,
      GITLAB_AWS_ACCOUNT_ID: sts.accountId,
      GITLAB_AWS_IDENTITY_TOKEN: token,
      CI_PROJECT_PATH_SLUG: "acme-shop",
      CI_PIPELINE_ID: "4711",
      CI_JOB_ID: "99",
      CI_PROJECT_DIR: join(this.home, "project"),
      AWS_ENDPOINT_URL_STS: sts.url,
    };
  }

  static async start(): Promise<Job> {
    const sts = await startEmbeddedSts();
    return new Job(sts, await sts.signIdToken());
  }

  async end(): Promise<void> {
    await this.sts.close();
    rmSync(this.home, { recursive: true });
  }

  async helper(...words: readonly string[]): Promise<Result> {
    return await this.helperWith({}, ...words);
  }

  /** With some variables of its own: for helpers that run at once. */
  async helperWith(env: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<Result> {
    const text = { stdout: "", stderr: "" };
    const stream = (name: "stdout" | "stderr") => ({
      isTerminal: false,
      write: async (part: string) => {
        text[name] += part;
      },
    });
    const exitCode = await run(words, {
      env: { ...this.env, ...env },
      platform: process.platform,
      homeDirectory: this.home,
      workingDirectory: this.home,
      helperCommand: this.helperCommand,
      now: Date.now,
      sleep,
      stdout: stream("stdout"),
      stderr: stream("stderr"),
    });
    return { exitCode, ...text };
  }

  /** A file of the home folder; nothing when there is none. */
  read(path: string): string | undefined {
    try {
      return readFileSync(join(this.home, path), "utf8");
    } catch {
      return undefined;
    }
  }

  write(path: string, text: string): string {
    const file = join(this.home, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /** How often a role was asked for. */
  get calls(): number {
    return this.sts.counts()["AssumeRoleWithWebIdentity"] ?? 0;
  }
}

/** Runs a test in a job of its own. */
export async function inJob(test: (job: Job) => Promise<void>): Promise<void> {
  const job = await Job.start();
  try {
    await test(job);
  } finally {
    await job.end();
  }
}
