import assert from "node:assert/strict";
import { test } from "node:test";
import { configHeader, credentialsHeader } from "../../src/aws-files/headers.ts";
import { configFilePath, credentialsFilePath } from "../../src/aws-files/locations.ts";
import { checkProfileName } from "../../src/aws-files/profile-name.ts";
import { botocoreMissing, readProfilesWithBotocore } from "./botocore.ts";
import { readWithJavaScriptSdk } from "./javascript-sdk.ts";

const SAFE = [
  "default",
  "dev",
  "a.b",
  "user@x+y/z-1_2",
  "profile",
  "constructor",
  "toString",
  "10",
  "-x",
  "..",
];
const UNSAFE = [
  "",
  " ",
  "my prof",
  "a#b",
  "a;b",
  "x]y",
  "prüf",
  "a:b",
  "100%",
  "a\nb",
  "__proto__",
  "DEFAULT",
  '"x"',
];

test("profile-name: safe names pass, the others are refused by name", () => {
  for (const name of SAFE) checkProfileName(name, "--profile");
  for (const name of UNSAFE) {
    assert.throws(() => checkProfileName(name, "--profile"), { exitCode: 3, message: /^--profile: / }, name);
  }
});

test("profile-name: every safe name is found by botocore and the JavaScript SDK", {
  skip: botocoreMissing,
}, async () => {
  const text = SAFE.map((name) => `[${configHeader(name).name}]\nregion = r\n`).join("");
  const [profiles] = readProfilesWithBotocore([text]);
  assert.deepEqual(Object.keys(profiles ?? {}).sort(), [...SAFE].sort());
  const { config } = await readWithJavaScriptSdk(text);
  for (const name of SAFE) assert.equal(Object.hasOwn(config, name) && config[name]?.["region"], "r", name);
});

test("headers: the config file knows a profile under several headers, the credentials file under one", () => {
  const config = configHeader("foo");
  for (const name of ["profile foo", "profile  foo", 'profile "foo"', "profile\t'foo'", "profiles foo"]) {
    assert.ok(config.isMeantBy(name), name);
  }
  for (const name of ["foo", "profile foo bar", "profilefoo", 'profile "foo', "sso-session foo"]) {
    assert.ok(!config.isMeantBy(name), name);
  }
  assert.ok(
    configHeader("default").isMeantBy("profile default") && configHeader("default").isMeantBy("default"),
  );
  assert.ok(credentialsHeader("foo").isMeantBy("foo") && !credentialsHeader("foo").isMeantBy(" foo "));
  assert.ok(!credentialsHeader("foo").isMeantBy("profile foo"));
});

test("locations: the variables, the home directory, or a clear error", () => {
  const surroundings = {
    platform: "linux" as const,
    homeDirectory: "/home/u",
    workingDirectory: "/project",
    env: {},
  };
  const given = (path: string, env: Record<string, string> = {}) =>
    credentialsFilePath({ ...surroundings, env: { ...env, AWS_SHARED_CREDENTIALS_FILE: path } });
  assert.equal(credentialsFilePath(surroundings), "/home/u/.aws/credentials");
  assert.equal(configFilePath(surroundings), "/home/u/.aws/config");
  assert.equal(given(""), "/home/u/.aws/credentials");
  assert.equal(given("/x/y"), "/x/y");
  assert.equal(given("x/y"), "/project/x/y");
  assert.equal(given("~/x"), "/home/u/x");
  assert.equal(given("/a/$UNSET/b"), "/a/$UNSET/b");
  for (const path of ["~", "~root/x", "/a/$SET/b", `/a/$${"{SET}"}`]) {
    assert.throws(() => given(path, { SET: "s" }), { exitCode: 3, message: /botocore/ }, path);
  }
  assert.throws(() => credentialsFilePath({ ...surroundings, homeDirectory: undefined }), {
    exitCode: 3,
    message: /HOME is not set/,
  });
});
