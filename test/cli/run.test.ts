// One command line in this process: what only `run` itself decides.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inJob } from "../profiles/job.ts";

test("flags before the command belong to it, as in the Go tool", () =>
  inJob(async (job) => {
    delete job.env["GITLAB_AWS_ACCOUNT_ID"];
    const { exitCode, stdout, stderr } = await job.helper("-A", "123456789012", "-d", "900", "env", "-e");
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /^export AWS_ACCESS_KEY_ID='ASIA/m);
    assert.equal(job.sts.requests.at(-1)?.parameters["DurationSeconds"], "900");
  }));

test("secrets of the environment are not repeated, whatever they are given to by mistake", () =>
  inJob(async (job) => {
    const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    job.env["AWS_SECRET_ACCESS_KEY"] = secret;
    for (const words of [["-A", secret], ["--region", secret], [`--${secret}`], [secret]]) {
      const { exitCode, stdout, stderr } = await job.helper("process", ...words);
      assert.notEqual(exitCode, 0);
      assert.ok(!`${stdout}${stderr}`.includes(secret), stderr);
    }
  }));
