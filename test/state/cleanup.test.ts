// The command cleanup: removes what this tool wrote in the job, and nothing else.
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { notesOfOthers } from "../../src/state/written-profiles.ts";
import { inJob, type Job } from "../profiles/job.ts";

const FOLDER = ".cache/gitlab-aws-credential-helper/gitlab-99";

async function cleanUp(job: Job): Promise<string> {
  delete job.env["GITLAB_AWS_IDENTITY_TOKEN"];
  const { exitCode, stdout, stderr } = await job.helper("cleanup");
  assert.equal(exitCode, 0, stderr);
  assert.equal(stdout, "");
  return stderr;
}

test("with nothing to remove it succeeds and says so", () =>
  inJob(async (job) => {
    assert.match(await cleanUp(job), /nothing to clean up/);
  }));

test("profiles, token files and cached credentials go; it needs no token and says what it removed", () =>
  inJob(async (job) => {
    await job.helper("aws-profile");
    await job.helper("aws-profile", "--web-identity", "--name", "web");
    assert.ok(readdirSync(join(job.home, FOLDER)).some((name) => name.startsWith("id-token-")));
    const said = await cleanUp(job);
    assert.match(said, /removed \[default\] from .*credentials\n/);
    assert.match(said, /removed \[profile web\] from .*config\n/);
    assert.match(said, /removed .*id-token-GITLAB_AWS_IDENTITY_TOKEN\n/);
    assert.equal(job.read(".aws/credentials"), undefined);
    assert.equal(job.read(".aws/config"), undefined);
    assert.equal(existsSync(join(job.home, FOLDER)), false);
  }));

test("what was changed since stays, the rest goes", () =>
  inJob(async (job) => {
    await job.helper("aws-profile", "--region", "eu-west-1");
    const changed = (job.read(".aws/credentials") ?? "").replace("eu-west-1", "us-east-2");
    job.write(".aws/credentials", changed);
    const said = await cleanUp(job);
    assert.match(said, /removed the keys that were written to \[default\] from .*credentials\n/);
    assert.match(said, /left region of \[default\] in .*credentials: changed since it was written\n/);
    assert.equal(job.read(".aws/credentials"), "[default]\nregion = us-east-2\n");
  }));

test("new keys of the user's in a profile that was written stay", () =>
  inJob(async (job) => {
    await job.helper("aws-profile", "--credential-process");
    job.write(".aws/config", `${job.read(".aws/config")}# mine\ncli_pager =\n`);
    await cleanUp(job);
    assert.equal(job.read(".aws/config"), "[default]\n# mine\ncli_pager =\n");
  }));

test("a comment of the user's between what was written stays, and the section with it", () =>
  inJob(async (job) => {
    await job.helper("aws-profile", "--credential-process", "--region", "eu-west-1");
    job.write(".aws/config", (job.read(".aws/config") ?? "").replace("\nregion", "\n# mine\nregion"));
    await cleanUp(job);
    assert.equal(job.read(".aws/config"), "[default]\n# mine\n");
  }));

test("an empty section of the user's stays", () =>
  inJob(async (job) => {
    job.write(".aws/config", "[default]\n");
    await job.helper("aws-profile", "--credential-process");
    await cleanUp(job);
    assert.equal(job.read(".aws/config"), "[default]\n");
  }));

test("settings of the user's that were overwritten are put back, even after two writes", () =>
  inJob(async (job) => {
    const own = "[default]\nregion=us-east-2\noutput = text\n";
    job.write(".aws/config", own);
    await job.helper("aws-profile", "--credential-process", "--region", "eu-west-1", "--output", "json");
    await job.helper("aws-profile", "--credential-process", "--region", "eu-west-3");
    assert.match(await cleanUp(job), /removed the keys .* and put back region, output\n/);
    assert.equal(job.read(".aws/config"), own);
  }));

test("keys of the user's that were overwritten are not kept anywhere: it says that they do not come back", () =>
  inJob(async (job) => {
    job.write(
      ".aws/credentials",
      "[default]\naws_access_key_id = AKIAMINE\naws_secret_access_key = my-secret\n",
    );
    await job.helper("aws-profile");
    for (const name of readdirSync(join(job.home, FOLDER)))
      assert.equal(job.read(join(FOLDER, name))?.includes("my-secret"), false, name);
    assert.match(
      await cleanUp(job),
      /not put back: aws_access_key_id, aws_secret_access_key of \[default\] in /,
    );
    assert.equal(job.read(".aws/credentials"), "[default]\n");
  }));

test("a key that [DEFAULT] has, too, goes from the profile", () =>
  inJob(async (job) => {
    const own = "[DEFAULT]\nregion = us-east-2\n\n[default]\noutput = text\n";
    job.write(".aws/config", own);
    await job.helper("aws-profile", "--credential-process", "--region", "eu-west-1");
    await cleanUp(job);
    assert.equal(job.read(".aws/config"), own);
  }));

test("a file that was there before stays, even when nothing is left in it", () =>
  inJob(async (job) => {
    job.write(".aws/config", "");
    await job.helper("aws-profile", "--credential-process");
    await cleanUp(job);
    assert.equal(job.read(".aws/config"), "");
  }));

test("the user's own keys in a profile stay, and so do other profiles", () =>
  inJob(async (job) => {
    job.write(".aws/config", "[default]\nregion = eu-west-1\n\n[profile other]\nregion = x\n");
    await job.helper("aws-profile", "--credential-process");
    await cleanUp(job);
    assert.equal(job.read(".aws/config"), "[default]\nregion = eu-west-1\n\n[profile other]\nregion = x\n");
  }));

test("what another job of the same user wrote stays", () =>
  inJob(async (job) => {
    await job.helper("aws-profile", "--web-identity", "--name", "one");
    job.env["CI_JOB_ID"] = "100";
    assert.match(await cleanUp(job), /nothing to clean up/);
    assert.match(job.read(".aws/config") ?? "", /^\[profile one\]/);
  }));

test("a profile that another job wrote, too, stays until that job cleans up", () =>
  inJob(async (job) => {
    await job.helper("aws-profile", "--credential-process");
    job.env["CI_JOB_ID"] = "100";
    await job.helper("aws-profile", "--credential-process");
    job.env["CI_JOB_ID"] = "99";
    assert.match(
      await cleanUp(job),
      /left credential_process of \[default\] in .*: another job has written the same/,
    );
    assert.match(job.read(".aws/config") ?? "", /credential_process/);
    job.env["CI_JOB_ID"] = "100";
    assert.match(await cleanUp(job), /removed \[default\]/);
    assert.equal(job.read(".aws/config"), undefined);
  }));

test("a profile that another job has written over is that job's; what both wrote goes with the last of them", () =>
  inJob(async (job) => {
    const write = ["aws-profile", "--credential-process", "--region", "eu-west-1"];
    await job.helper(...write);
    job.env["CI_JOB_ID"] = "100";
    await job.helper(...write, "--role-name", "other");
    const written = job.read(".aws/config");
    job.env["CI_JOB_ID"] = "99";
    const said = await cleanUp(job);
    assert.match(said, /left region of \[default\] in .*: another job has written the same/);
    assert.match(said, /left credential_process of \[default\] in .*: changed since it was written/);
    assert.equal(job.read(".aws/config"), written);
    job.env["CI_JOB_ID"] = "100";
    assert.match(await cleanUp(job), /removed \[default\]/);
    assert.equal(job.read(".aws/config"), undefined);
  }));

test("jobs that write and clean up at once: what the remaining ones need is there, the rest is gone", () =>
  inJob(async (job) => {
    const token = job.env["GITLAB_AWS_IDENTITY_TOKEN"] ?? "";
    const as = (id: number, ...words: readonly string[]) =>
      job.helperWith({ GITLAB_AWS_IDENTITY_TOKEN: token, CI_JOB_ID: `${id}` }, ...words);
    const write = async (id: number) => {
      for (const name of ["shared", `own-${id}`]) {
        const { exitCode, stderr } = await as(id, "aws-profile", "--credential-process", "--name", name);
        assert.equal(exitCode, 0, stderr);
      }
    };
    const clean = async (id: number) => {
      const { exitCode, stderr } = await as(id, "cleanup");
      assert.equal(exitCode, 0, stderr);
    };
    const odd = [1, 3, 5, 7];
    await Promise.all(odd.map(write));
    await Promise.all([...odd.flatMap((id) => [clean(id), clean(id)]), ...[2, 4].map(write)]);
    assert.deepEqual((job.read(".aws/config") ?? "").match(/^\[.*\]$/gm)?.sort(), [
      "[profile own-2]",
      "[profile own-4]",
      "[profile shared]",
    ]);
    await Promise.all([2, 4].map(clean));
    assert.equal(job.read(".aws/config"), undefined);
  }));

test("another cleanup may have removed the folder of all jobs meanwhile", () =>
  inJob(async (job) => {
    assert.deepEqual(notesOfOthers(join(job.home, "gone", "job"), "profile-x.json"), []);
  }));

test("what the user had written in the same words stays", () =>
  inJob(async (job) => {
    const own = "[default]\nregion = eu-west-1\n";
    job.write(".aws/config", own);
    await job.helper("aws-profile", "--credential-process", "--region", "eu-west-1");
    await cleanUp(job);
    assert.equal(job.read(".aws/config"), own);
  }));

test("what two writes of one profile made goes", () =>
  inJob(async (job) => {
    await job.helper("aws-profile", "--region", "eu-west-1", "--output", "json");
    await job.helper("aws-profile");
    await job.helper("aws-profile", "--credential-process", "--replace");
    await cleanUp(job);
    assert.equal(job.read(".aws/credentials"), undefined);
    assert.equal(job.read(".aws/config"), undefined);
  }));
