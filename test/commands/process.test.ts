// `process`: the contract of credential_process.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FIELDS, refusal } from "../sts/server.ts";
import { startBench } from "./asking.ts";

describe("process", () => {
  it("prints one JSON object, and nothing on stderr", async (t) => {
    const { run, server } = await startBench(t);
    const { exitCode, stdout, stderr } = await run(["process"]);
    assert.deepEqual([exitCode, stderr], [0, ""]);
    assert.deepEqual(JSON.parse(stdout), { Version: 1, ...FIELDS });
    assert.equal(server.requests.length, 1);
  });

  it("account, role and session that look like numbers reach AWS as they were typed", async (t) => {
    const { run, server } = await startBench(t);
    await run(["process", "-A", "012345678901", "-r", "0123", "-n", "1e5", "-d900"]);
    const [form] = server.requests;
    assert.equal(form?.get("RoleArn"), "arn:aws:iam::012345678901:role/0123");
    assert.equal(form?.get("RoleSessionName"), "1e5");
    assert.equal(form?.get("DurationSeconds"), "900");
  });

  it("the command lines of the Go tool keep working", async (t) => {
    const { run, server } = await startBench(t);
    for (const line of [
      "process -A999999999999 -r=team/deploy -d=1800",
      "process --aws-account 999999999999 --role-name team/deploy --duration-seconds 1800",
      "process --aws-account=999999999999 --role-name=team/deploy --duration-seconds=1800 -j GITLAB_AWS_IDENTITY_TOKEN",
    ])
      assert.equal((await run(line.split(" "))).exitCode, 0, line);
    for (const form of server.requests) {
      assert.equal(form.get("RoleArn"), "arn:aws:iam::999999999999:role/team/deploy");
      assert.equal(form.get("RoleSessionName"), "team-deploy-574");
      assert.equal(form.get("DurationSeconds"), "1800");
    }
  });

  it("a failure is exit code 5, an empty stdout and one line on stderr, after one call", async (t) => {
    const { run, server } = await startBench(
      t,
      refusal(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity"),
    );
    const { exitCode, stdout, stderr } = await run(["process"]);
    assert.deepEqual([exitCode, stdout, server.requests.length], [5, "", 1]);
    assert.match(
      stderr,
      /^gitlab-aws-credential-helper: [^\n]*AccessDenied: Not authorized[^\n]*trust policy[^\n]*\n$/,
    );
  });
});
