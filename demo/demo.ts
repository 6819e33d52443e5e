// `npm run demo`: the main job from end to end. An STS and an OIDC issuer on loopback, a freshly signed ID token of a GitLab job,
// and in every shell of this machine: the token traded, the credentials evaluated, and an AWS SDK that proves who it is with them.
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { startEmbeddedSts } from "../embedded-sts/start.ts";
import { findShell } from "../src/shells/index.ts";
import { finish } from "./run.ts";
import { DEMO_SHELLS } from "./shells.ts";

const PROGRAM = "gitlab-aws-credential-helper";
const IDENTITY = `${process.execPath} ${resolve("build/demo/identity.js")}`;

const folder = mkdtempSync(join(tmpdir(), "demo-"));
const sts = await startEmbeddedSts();
try {
  symlinkSync(resolve(`dist/${PROGRAM}.cjs`), join(folder, PROGRAM));
  const job = {
    PATH: [folder, resolve("node_modules/.bin"), process.env["PATH"]].join(delimiter),
    HOME: folder,
    LC_ALL: "C.UTF-8",
    NO_COLOR: "1",
    // The two settings that a job needs …
    GITLAB_AWS_ACCOUNT_ID: sts.accountId,
    GITLAB_AWS_IDENTITY_TOKEN: await sts.signIdToken(),
    // … what GitLab sets by itself, and where the STS of this demo is.
    CI_PROJECT_PATH_SLUG: "acme-shop",
    CI_PIPELINE_ID: "4711",
    AWS_ENDPOINT_URL_STS: sts.url,
  };
  console.log(`A job of ${sts.projectPath} asks the STS on ${sts.url} for account ${sts.accountId}.\n`);
  const passed = await everyShell(job);
  const stopped = await deniedJob(job);
  process.exitCode = passed && stopped ? 0 : 1;
} finally {
  await sts.close();
  rmSync(folder, { recursive: true });
}

/** Logs in from each shell in the way its users do. */
async function everyShell(job: NodeJS.ProcessEnv): Promise<boolean> {
  const expected = `${sts.roleArn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/gitlab-acme-shop-4711`;
  const outcomes: string[] = [];
  for (const { name, command } of [...DEMO_SHELLS, { name: "", command: [] }]) {
    const shell = findShell(name);
    const load = shell?.load.replace("{}", `${PROGRAM} env --shell ${name}`);
    const words =
      load === undefined
        ? [PROGRAM, "env", "--", ...IDENTITY.split(" ")]
        : [...command, `${load}\n${IDENTITY}`];
    const result = await finish(words, job);
    const outcome = result === undefined ? "missing" : result.stdout === expected ? "passed" : "failed";
    outcomes.push(outcome);
    const title =
      shell === undefined ? "no shell" : command[0] === "busybox" ? "busybox ash" : (command[0] ?? "");
    console.log(`${title.padEnd(12)} ${load ?? `${PROGRAM} env -- COMMAND`}`);
    console.log(
      `${"".padEnd(12)} ${outcome === "missing" ? "(not on this machine)" : (result?.stdout ?? "")}`,
    );
    if (outcome === "failed") console.log(result?.stderr);
  }
  const count = (wanted: string): number => outcomes.filter((outcome) => outcome === wanted).length;
  console.log(
    `\n${count("passed")} logged in, ${count("failed")} failed, ${count("missing")} not on this machine.`,
  );
  return count("failed") === 0;
}

/** A branch that the role's trust policy does not allow: the job stops, and says why. */
async function deniedJob(job: NodeJS.ProcessEnv): Promise<boolean> {
  const stranger = {
    ...job,
    GITLAB_AWS_IDENTITY_TOKEN: await sts.signIdToken({ projectPath: "other/project" }),
  };
  const script = `eval "$(${PROGRAM} env --export)"\necho "the job went on"`;
  const result = await finish(["sh", "-e", "-c", script], stranger);
  console.log(
    `\nAnother project tries the same under set -e:\n\n${result?.stderr}\n\nIts job stops with exit code ${result?.status}.`,
  );
  return result?.status === 5 && result.stdout === "";
}
