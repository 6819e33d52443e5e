// The command aws-profile: what stands in the AWS files afterwards.
import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { inJob, type Job } from "./job.ts";

const CREDENTIALS = ".aws/credentials";
const CONFIG = ".aws/config";
const ROLE = "arn:aws:iam::123456789012:role/gitlab-acme-shop";

async function succeed(job: Job, ...words: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await job.helper("aws-profile", ...words);
  assert.equal(exitCode, 0, stderr);
  assert.equal(stdout, "");
  return stderr;
}

test("static: the default profile gets the keys of the Go tool, in a file of mode 0600 in a folder of mode 0700", () =>
  inJob(async (job) => {
    assert.equal(await succeed(job), "");
    assert.match(
      job.read(CREDENTIALS) ?? "",
      /^\[default\]\naws_access_key_id = ASIA\w+\naws_secret_access_key = \S+\naws_session_token = \S+\nexpiration = (\S+Z)\nx_security_token_expires = \1\n$/,
    );
    assert.equal(statSync(join(job.home, CREDENTIALS)).mode & 0o777, 0o600);
    assert.equal(statSync(join(job.home, ".aws")).mode & 0o777, 0o700);
    assert.equal(job.read(CONFIG), undefined);
  }));

test("static: --name beats GITLAB_AWS_PROFILE beats default; --region is written beside the keys", () =>
  inJob(async (job) => {
    job.env["GITLAB_AWS_PROFILE"] = "from-variable";
    await succeed(job);
    await succeed(job, "-p", "from-flag", "--region", "eu-west-1");
    const text = job.read(CREDENTIALS) ?? "";
    assert.deepEqual(text.match(/^\[.*\]$/gm), ["[from-variable]", "[from-flag]"]);
    assert.match(text, /\[from-flag\][^[]*\nregion = eu-west-1\n$/);
    assert.equal(text.match(/^region/gm)?.length, 1);
  }));

test("static: every line that is not its own stays byte for byte", () =>
  inJob(async (job) => {
    const before =
      "# mine\r\n[other]\r\n  key = v ; kept\r\n\r\n[default]\r\nfoo = bar\r\naws_access_key_id=old\r\n";
    job.write(CREDENTIALS, before);
    await succeed(job);
    const after = job.read(CREDENTIALS) ?? "";
    assert.ok(
      after.startsWith(
        "# mine\r\n[other]\r\n  key = v ; kept\r\n\r\n[default]\r\nfoo = bar\r\naws_access_key_id=ASIA",
      ),
    );
    assert.equal(after.replace(/\r\n/g, "").includes("\n"), false);
  }));

test("AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE say where the files are", () =>
  inJob(async (job) => {
    job.env["AWS_SHARED_CREDENTIALS_FILE"] = join(job.home, "c");
    job.env["AWS_CONFIG_FILE"] = join(job.home, "f");
    await succeed(job);
    await succeed(job, "--credential-process", "--name", "p");
    assert.match(job.read("c") ?? "", /^\[default\]/);
    assert.match(job.read("f") ?? "", /^\[profile p\]/);
    assert.equal(job.read(CREDENTIALS), undefined);
  }));

test("credential process: the helper's path and the flags that were given, without a call to AWS", () =>
  inJob(async (job) => {
    await succeed(
      job,
      "--credential-process",
      "--role-name",
      "deploy",
      "-d900",
      "--region",
      "eu-west-1",
      "--output",
      "json",
    );
    assert.equal(
      job.read(CONFIG),
      "[default]\ncredential_process = /usr/local/bin/gitlab-aws-credential-helper process --role-name deploy --duration-seconds 900 --region eu-west-1\nregion = eu-west-1\noutput = json\n",
    );
    assert.equal(job.calls, 0);
  }));

test("credential process: what has a blank is quoted, and the value never ends with a quote", () =>
  inJob(async (job) => {
    job.helperCommand = ["/opt/the tools/helper"];
    const token = job.write("a token", job.env["GITLAB_AWS_IDENTITY_TOKEN"] ?? "");
    await succeed(job, "--credential-process", "--web-identity-token-file", token);
    assert.equal(
      job.read(CONFIG),
      `[default]\ncredential_process = "/opt/the tools/helper" process --web-identity-token-file "${token}" --duration-seconds 3600\n`,
    );
  }));

test("credential process: a path that shells would read differently is refused, and nothing is written", () =>
  inJob(async (job) => {
    job.helperCommand = ["/opt/$HOME/helper"];
    const { exitCode, stderr } = await job.helper("aws-profile", "--credential-process");
    assert.equal(exitCode, 7);
    assert.match(stderr, /credential_process cannot hold "\/opt\/\$HOME\/helper"/);
    assert.equal(job.read(CONFIG), undefined);
  }));

test("web identity: the SDKs find role, session name and token file; the token is outside the project, mode 0600", () =>
  inJob(async (job) => {
    await succeed(job, "--web-identity", "--name", "web");
    const [, path = ""] = /^web_identity_token_file = (.*)$/m.exec(job.read(CONFIG) ?? "") ?? [];
    assert.equal(
      job.read(CONFIG),
      `[profile web]\nrole_arn = ${ROLE}\nrole_session_name = gitlab-acme-shop-4711\nweb_identity_token_file = ${path}\nduration_seconds = 3600\n`,
    );
    assert.equal(job.read(path.slice(job.home.length)), job.env["GITLAB_AWS_IDENTITY_TOKEN"]);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.equal(job.calls, 0);
  }));

test("web identity: without a private folder outside the project there is an error, and no profile", () =>
  inJob(async (job) => {
    job.env["CI_PROJECT_DIR"] = job.home;
    const { exitCode, stderr } = await job.helper("aws-profile", "--web-identity");
    assert.equal(exitCode, 7);
    assert.match(stderr, /no folder for the token file/);
    assert.equal(job.read(CONFIG), undefined);
  }));

test("static keys of the same profile would win: reported, nothing changed; with --replace they are taken out", () =>
  inJob(async (job) => {
    await succeed(job);
    const before = job.read(CREDENTIALS);
    const refused = await job.helper("aws-profile", "--credential-process");
    assert.equal(refused.exitCode, 7);
    assert.match(
      refused.stderr,
      /profile default: aws_access_key_id, .* in \[default\] of .*credentials would win.*\n.*--replace/,
    );
    assert.equal(job.read(CREDENTIALS), before);
    assert.equal(job.read(CONFIG), undefined);
    await succeed(job, "--credential-process", "--replace");
    assert.equal(job.read(CREDENTIALS), undefined, "the file that this tool made is not left behind empty");
    assert.match(job.read(CONFIG) ?? "", /^\[default\]\ncredential_process = /);
  }));

test("--replace leaves a file that was there before, even when nothing is left in it", () =>
  inJob(async (job) => {
    job.write(CREDENTIALS, "");
    await succeed(job);
    await succeed(job, "--credential-process", "--replace");
    assert.equal(job.read(CREDENTIALS), "");
    job.write(CREDENTIALS, "[default]\n# mine\naws_access_key_id = a\naws_secret_access_key = b\n");
    await succeed(job, "--credential-process", "--replace");
    assert.equal(job.read(CREDENTIALS), "[default]\n# mine\n");
  }));

test("a credential_process of the same profile in the credentials file would win over the one in the config file", () =>
  inJob(async (job) => {
    job.write(CREDENTIALS, "[default]\ncredential_process = other\n");
    const { exitCode, stderr } = await job.helper("aws-profile", "--credential-process");
    assert.equal(exitCode, 7);
    assert.match(stderr, /credential_process in \[default\] of .*credentials would win/);
    await succeed(job, "--credential-process", "--replace");
    assert.equal(job.read(CREDENTIALS), "");
  }));

test("one file may be both: a profile is not in its own way", () =>
  inJob(async (job) => {
    job.env["AWS_SHARED_CREDENTIALS_FILE"] = job.env["AWS_CONFIG_FILE"] = join(job.home, "both");
    await succeed(job, "--credential-process");
    await succeed(job, "--credential-process", "--region", "eu-west-1");
    assert.match(job.read("both") ?? "", /^\[default\]\ncredential_process = .*\nregion = eu-west-1\n$/);
  }));

test("--replace leaves what has nothing to do with credentials", () =>
  inJob(async (job) => {
    job.write(CREDENTIALS, "[default]\naws_access_key_id = a\nregion = eu-west-1\n");
    job.write(CONFIG, "[default]\nrole_arn = x\nsource_profile = y\ncli_pager =\n");
    await succeed(job, "--credential-process", "--replace");
    assert.equal(job.read(CREDENTIALS), "[default]\nregion = eu-west-1\n");
    assert.match(job.read(CONFIG) ?? "", /^\[default\]\ncli_pager =\ncredential_process = .*\n$/);
  }));

test("static: a role in the config file that would win draws a warning, as the Go tool wrote its profile all the same", () =>
  inJob(async (job) => {
    job.write(CONFIG, "[default]\nrole_arn = x\nsource_profile = y\n");
    assert.match(await succeed(job), /warning: profile default: role_arn, source_profile in \[default\]/);
    assert.match(job.read(CREDENTIALS) ?? "", /^\[default\]/);
  }));

test("many roles: all of them, in one write", () =>
  inJob(async (job) => {
    await succeed(job, "--profile", `dev=${ROLE}`, "--profile", `prod=${ROLE}`);
    assert.deepEqual(job.read(CREDENTIALS)?.match(/^\[.*\]$/gm), ["[dev]", "[prod]"]);
  }));

test("many roles: none of them when AWS refuses one", () =>
  inJob(async (job) => {
    const other = "arn:aws:iam::123456789012:role/other";
    const { exitCode } = await job.helper(
      "aws-profile",
      "--profile",
      `dev=${ROLE}`,
      "--profile",
      `prod=${other}`,
    );
    assert.equal(exitCode, 5);
    assert.equal(job.read(CREDENTIALS), undefined);
  }));

test("many roles from a file: each with its region and duration; also by GITLAB_AWS_PROFILES", () =>
  inJob(async (job) => {
    const file = job.write(
      "profiles.ini",
      `[a.b]\nrole_arn = ${ROLE}\nregion = eu-west-1\n\n[prod]\nrole_arn = ${ROLE}\nduration_seconds = 900\n`,
    );
    job.env["GITLAB_AWS_PROFILES"] = file;
    await succeed(job, "--credential-process");
    assert.equal(
      job.read(CONFIG),
      `[profile a.b]\ncredential_process = /usr/local/bin/gitlab-aws-credential-helper process --role-arn ${ROLE} --region eu-west-1\nregion = eu-west-1\n\n[profile prod]\ncredential_process = /usr/local/bin/gitlab-aws-credential-helper process --role-arn ${ROLE} --duration-seconds 900\n`,
    );
  }));

for (const [what, exitCode, words, pattern] of [
  [
    "a profile name that some SDK loses",
    3,
    ["-p", "my profile"],
    /--name: "my profile" is no safe profile name/,
  ],
  ["--profile without an ARN", 3, ["--profile", "dev"], /"dev" is not NAME=ARN/],
  ["--profile with what is no ARN", 3, ["--profile", "dev=deploy"], /"deploy" is not the ARN of a role/],
  [
    "one profile twice",
    2,
    ["--profile", `a=${ROLE}`, "--profile", `a=${ROLE}`],
    /the profile a is asked for twice/,
  ],
  [
    "--profile beside a role of its own",
    2,
    ["--profile", `a=${ROLE}`, "-r", "x"],
    /--role-name is for one profile/,
  ],
  ["both kinds", 2, ["--credential-process", "--web-identity"], /exclude one another/],
  ["an unknown output format", 3, ["--output", "xml"], /"xml" is unknown/],
  ["a list of profiles that is not there", 7, ["--config", "nowhere.ini"], /cannot read .*nowhere\.ini/],
] as const)
  test(`${what}: exit code ${exitCode}, no call, no file`, () =>
    inJob(async (job) => {
      const result = await job.helper("aws-profile", ...words);
      assert.equal(result.exitCode, exitCode, result.stderr);
      assert.match(result.stderr, pattern);
      assert.equal(result.stdout, "");
      assert.equal(job.calls, 0);
      assert.equal(job.read(CREDENTIALS), undefined);
      assert.equal(job.read(CONFIG), undefined);
    }));

for (const [what, text, exitCode, message] of [
  [
    "an unknown key",
    `[dev]\nrole_arn = ${ROLE}\nrolearn = x\n`,
    3,
    /p\.ini, line 3, rolearn: an unknown key in \[dev\]/,
  ],
  ["no role", "# top\n[dev]\nregion = eu-west-1\n", 3, /p\.ini, line 2: \[dev\] has no role_arn/],
  ["an empty role", "[dev]\nrole_arn =\n", 3, /p\.ini, line 1: \[dev\] has no role_arn/],
  [
    "a name that some SDK loses",
    `[my dev]\nrole_arn = ${ROLE}\n`,
    3,
    /p\.ini, line 1: "my dev" is no safe profile name/,
  ],
  [
    "what is no ARN",
    "[dev]\nrole_arn = deploy\n",
    3,
    /p\.ini, line 2, role_arn: "deploy" is not the ARN of a role/,
  ],
  [
    "a bad duration",
    `[dev]\nrole_arn = ${ROLE}\nduration_seconds = 5\n`,
    3,
    /p\.ini, line 3, duration_seconds: "5" is not/,
  ],
  ["an empty region", `[dev]\nregion =\nrole_arn = ${ROLE}\n`, 3, /p\.ini, line 2, region: "" is not/],
  [
    "a bad session name",
    `[dev]\nrole_arn = ${ROLE}\nrole_session_name = a b\n`,
    3,
    /p\.ini, line 3, role_session_name: "a b"/,
  ],
  [
    "an unknown format",
    `[dev]\nrole_arn = ${ROLE}\noutput = xml\n`,
    3,
    /p\.ini, line 3, output: "xml" is unknown/,
  ],
  [
    "an inherited value",
    `[DEFAULT]\nduration_seconds = 5\n[dev]\nrole_arn = ${ROLE}\n`,
    3,
    /p\.ini, line 2, duration_seconds: "5" is not/,
  ],
  ["what is no profile file", "[dev]\nnonsense\n", 3, /p\.ini, line 2: there is no `=`/],
  ["no profile", "# none\n", 3, /--config: .*p\.ini lists no profile/],
] as const)
  test(`a list of profiles with ${what}: the message names file, line and key, and no flag that was not given`, () =>
    inJob(async (job) => {
      const result = await job.helper("aws-profile", "--config", job.write("p.ini", text));
      assert.equal(result.exitCode, exitCode, result.stderr);
      assert.match(result.stderr, message);
      assert.doesNotMatch(
        result.stderr.split("\n", 1)[0] ?? "",
        /--(role-arn|region|duration-seconds|role-session-name|output)\b/,
      );
      assert.equal(job.calls, 0);
      assert.equal(job.read(CREDENTIALS), undefined);
    }));

test("a wrong ARN behind --profile is blamed on that --profile", () =>
  inJob(async (job) => {
    const { stderr } = await job.helper("aws-profile", "--profile", `a=${ROLE}`, "--profile", "dev=deploy");
    assert.match(stderr, /--profile dev: "deploy" is not the ARN of a role/);
  }));

test("a file that botocore would reject is left alone, with line and reason, before AWS is asked", () =>
  inJob(async (job) => {
    const broken = "[default]\nnonsense\n";
    job.write(CREDENTIALS, broken);
    const { exitCode, stderr } = await job.helper("aws-profile");
    assert.equal(exitCode, 7);
    assert.match(stderr, /credentials, line 2: there is no `=`/);
    assert.equal(job.read(CREDENTIALS), broken);
    assert.equal(job.calls, 0);
  }));
