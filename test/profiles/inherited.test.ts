// Keys of [DEFAULT] in the AWS files, which botocore reads as keys of every section: those that would win over a profile.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { configHeader, credentialsHeader } from "../../src/aws-files/headers.ts";
import { LOGIN_KEY, PROCESS_KEY, ROLE_KEYS, STATIC_KEYS } from "../../src/profiles/credential-keys.ts";
import { PROFILE_KINDS } from "../../src/profiles/index.ts";
import { botocoreMissing } from "../aws-files/botocore.ts";
import { inJob, type Job } from "./job.ts";

const CREDENTIALS = ".aws/credentials";
const CONFIG = ".aws/config";
const KEYS = "aws_access_key_id = AKIA\naws_secret_access_key = x\n";

/** Where botocore would take the credentials of the profile p from, and what it would do it with. */
const PROGRAM = `
import json, os, sys, tempfile
import botocore.session
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
folder = tempfile.mkdtemp()
paths = {name: os.path.join(folder, name) for name in ("config", "credentials")}
os.environ.update(AWS_PROFILE="p", AWS_EC2_METADATA_DISABLED="true", HOME=folder,
    AWS_CONFIG_FILE=paths["config"], AWS_SHARED_CREDENTIALS_FILE=paths["credentials"])
def ask(case):
    for name, path in paths.items():
        with open(path, "w") as file:
            file.write(case[name])
    session = botocore.session.Session()
    profile = session.full_config["profiles"]["p"]
    for provider in session.get_component("credential_provider").providers:
        # It would run the command.
        if provider.METHOD == "custom-process" and "credential_process" in profile:
            return [provider.METHOD, profile["credential_process"]]
        try:
            found = provider.load()
        except Exception as error:
            return [provider.METHOD, type(error).__name__]
        if found is None:
            continue
        if provider.METHOD == "assume-role-with-web-identity":
            names = ("role_arn", "role_session_name", "web_identity_token_file", "duration_seconds")
            return [provider.METHOD, *[profile.get(name) for name in names]]
        return [provider.METHOD, found.access_key, found.secret_key, found.token]
    return []
json.dump([ask(case) for case in json.load(sys.stdin)], sys.stdout)
`;

type Texts = Readonly<Record<"config" | "credentials", string>>;

function askBotocore(cases: readonly Texts[]): readonly unknown[] {
  const { stdout, stderr, status } = spawnSync("python3", ["-c", PROGRAM], {
    input: JSON.stringify(cases),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`python3: ${stderr}`);
  return JSON.parse(stdout) as readonly unknown[];
}

for (const kind of PROFILE_KINDS)
  for (const file of ["credentials", "config"] as const)
    test(`${kind.name}: what botocore inherits from [DEFAULT] of the ${file} file and looks at first is known`, {
      skip: botocoreMissing,
    }, () => {
      const all = [...new Set([...STATIC_KEYS, ...ROLE_KEYS, LOGIN_KEY, PROCESS_KEY, ...kind.keys])];
      const own = kind.keys.filter((key) => key !== "aws_security_token").map((key) => `${key} = own\n`);
      const texts = (inherited: readonly string[]): Texts => {
        const text = (name: "config" | "credentials", header: string): string =>
          [
            ...(name === file ? ["[DEFAULT]\n", ...inherited.map((key) => `${key} = inherited\n`)] : []),
            `[${header}]\nx = y\n`,
            ...(name === kind.file ? own : []),
          ].join("");
        return {
          config: text("config", configHeader("p").name),
          credentials: text("credentials", credentialsHeader("p").name),
        };
      };
      const [usual, ...answers] = askBotocore([texts([]), ...all.map((key) => texts([key]))]);
      const winning = all.filter((_key, index) => JSON.stringify(answers[index]) !== JSON.stringify(usual));
      const known = kind.beatenByInherited[file];
      // Older botocores do not know it.
      const isOld = (key: string): boolean => key === LOGIN_KEY && !winning.includes(key);
      assert.deepEqual([...known].filter((key) => !isOld(key)).sort(), winning.sort());
    });

async function refuse(job: Job, message: RegExp, ...words: readonly string[]): Promise<void> {
  const before = [job.read(CREDENTIALS), job.read(CONFIG)];
  const { exitCode, stderr, stdout } = await job.helper("aws-profile", ...words);
  assert.equal(exitCode, 7, stderr);
  assert.equal(stdout, "");
  assert.match(stderr, message);
  assert.match(stderr, /Move these keys from \[DEFAULT\] to the sections that need them/);
  assert.deepEqual([job.read(CREDENTIALS), job.read(CONFIG)], before);
  assert.equal(job.calls, 0);
}

test("credential process: inherited static keys would win, and --replace does not touch them", () =>
  inJob(async (job) => {
    job.write(CREDENTIALS, `[DEFAULT]\n${KEYS}\n[default]\nregion = x\n`);
    const message =
      /profile default: aws_access_key_id in \[DEFAULT\] of .*credentials, line 2, would win .*botocore and the AWS CLI/;
    await refuse(job, message, "--credential-process");
    await refuse(job, message, "--credential-process", "--replace");
  }));

test("credential process: where the credentials file has no section of the profile, nothing is inherited", () =>
  inJob(async (job) => {
    job.write(CREDENTIALS, `[DEFAULT]\n${KEYS}`);
    assert.deepEqual(await job.helper("aws-profile", "--credential-process"), {
      exitCode: 0,
      stdout: "",
      stderr: "",
    });
    job.write(CREDENTIALS, `[DEFAULT]\n${KEYS}\n[default]\n${KEYS}`);
    const { exitCode, stderr } = await job.helper("aws-profile", "--credential-process", "--replace");
    assert.equal(exitCode, 0, stderr);
    assert.equal(job.read(CREDENTIALS), `[DEFAULT]\n${KEYS}`);
  }));

test("credential process: an inherited role would win in a profile that is not there yet", () =>
  inJob(async (job) => {
    job.write(CONFIG, "[DEFAULT]\nrole_arn = x\nsource_profile = y\n");
    await refuse(
      job,
      /profile new: role_arn in \[DEFAULT\] of .*config, line 2/,
      "--credential-process",
      "-p",
      "new",
    );
  }));

test("web identity: an inherited role of the credentials file would be mixed with the profile's own", () =>
  inJob(async (job) => {
    job.write(CREDENTIALS, "[DEFAULT]\nrole_arn = x\n[default]\nregion = x\n");
    await refuse(job, /role_arn in \[DEFAULT\]/, "--web-identity");
    job.write(CREDENTIALS, `[DEFAULT]\n${KEYS}`);
    assert.equal((await job.helper("aws-profile", "--web-identity")).exitCode, 0);
  }));

test("static: an inherited aws_security_token would be mixed with the profile's own keys", () =>
  inJob(async (job) => {
    job.write(CREDENTIALS, "[DEFAULT]\naws_security_token = x\n");
    await refuse(job, /aws_security_token in \[DEFAULT\]/);
    job.write(CREDENTIALS, "[DEFAULT]\naws_security_token = x\n[default]\naws_security_token = y\n");
    await refuse(job, /aws_security_token in \[DEFAULT\]/);
  }));

test("static: an inherited role draws a warning, as one in the profile itself does", () =>
  inJob(async (job) => {
    job.write(CONFIG, "[DEFAULT]\nrole_arn = x\nsource_profile = y\n\n[default]\nregion = x\n");
    const { exitCode, stderr } = await job.helper("aws-profile");
    assert.equal(exitCode, 0);
    assert.match(stderr, /warning: profile default: role_arn in \[DEFAULT\] of .*config, line 2, would win/);
    assert.match(job.read(CREDENTIALS) ?? "", /^\[default\]\naws_access_key_id/);
    await job.helper("cleanup");
    await refuseReplace(job);
  }));

async function refuseReplace(job: Job): Promise<void> {
  const { exitCode, stderr } = await job.helper("aws-profile", "--replace");
  assert.equal(exitCode, 7, "what cannot be taken out is not passed over");
  assert.match(stderr, /role_arn in \[DEFAULT\]/);
}
