// The command cleanup: removes what this tool wrote in the job, and nothing else.
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
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
    assert.equal(job.read(".aws/credentials"), "");
    assert.equal(job.read(".aws/config"), "");
    assert.equal(existsSync(join(job.home, FOLDER)), false);
  }));

test("a profile that was changed since stays", () =>
  inJob(async (job) => {
    await job.helper("aws-profile");
    const changed = (job.read(".aws/credentials") ?? "").replace(
      /^aws_session_token.*$/m,
      "aws_session_token = other",
    );
    job.write(".aws/credentials", changed);
    assert.match(await cleanUp(job), /left \[default\] in .*: it was changed since/);
    assert.equal(job.read(".aws/credentials"), changed);
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
    assert.match(await cleanUp(job), /left \[default\] in .*: another job has written the same/);
    assert.match(job.read(".aws/config") ?? "", /credential_process/);
    job.env["CI_JOB_ID"] = "100";
    assert.match(await cleanUp(job), /removed \[default\]/);
    assert.equal(job.read(".aws/config"), "");
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
    assert.equal(job.read(".aws/credentials"), "");
    assert.equal(job.read(".aws/config"), "");
  }));
