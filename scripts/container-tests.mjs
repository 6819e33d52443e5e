// `npm run test:containers [-- BATS_FILE…]`: builds the Dockerfile with docker or podman, runs the bats suite in its test
// stage, without network and as an unprivileged user, and tries the image for users.
//
//   CONTAINER_ENGINE        the engine's command line, with its global flags ("podman --runtime /usr/sbin/runc"); "none" skips all
//   CONTAINER_BUILD_FLAGS   more flags for each build
//   CONTAINER_RUN_FLAGS     more flags for each run
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const NAME = "gitlab-aws-credential-helper";
/** The image's own user, and one that no image knows, as OpenShift and some runners choose it. */
const USER = "65532:65532";
const UNKNOWN_USER = "12345:12345";
/** What podman may need, tried in turn: some machines forbid raising limits, and there crun cannot set any. */
const LIMITS = ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024"];

const NO_PRIVILEGES = ["--cap-drop", "ALL", "--security-opt", "no-new-privileges"];

const words = (text) => (text ?? "").split(/\s+/).filter((word) => word !== "");
const inCi = process.env.CI === "true";
const count = { passed: 0, failed: 0, skipped: 0 };
const scratch = mkdtempSync(join(tmpdir(), "container-tests-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

/** Runs a command to its end and keeps what it says. */
const capture = ([command, ...args], options = {}) =>
  spawnSync(command, args, {
    encoding: "utf8",
    maxBuffer: 1 << 26,
    stdio: ["ignore", "pipe", "pipe"],
    ...options,
  });

function finish() {
  console.log(`\ncontainers: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  process.exit(count.failed === 0 ? 0 : 1);
}

function report(name, problem) {
  count[problem === undefined ? "passed" : "failed"]++;
  console.log(
    problem === undefined ? `ok - ${name}` : `not ok - ${name}\n${problem.replaceAll(/^/gm, "    ")}`,
  );
  return problem === undefined;
}

/** A client without a daemon answers --version, but not `info`. */
function findEngine() {
  const asked = words(process.env.CONTAINER_ENGINE);
  const candidates = asked.length > 0 ? [asked] : [["docker"], ["podman"]];
  return candidates.find((engine) => capture([...engine, "info"], { timeout: 60_000 }).status === 0);
}

/** @returns how to call the engine so that a container really starts, found out by starting one */
function settle(engine) {
  // podman answers as "docker", too, where the package podman-docker is installed.
  const podman = /podman/i.test(capture([...engine, "--version"]).stdout ?? "");
  const runc = ["/usr/sbin/runc", "/usr/bin/runc"].find((path) => existsSync(path));
  const ways = [{ engine, limits: [] }];
  if (podman) ways.push({ engine, limits: LIMITS });
  if (podman && runc !== undefined) ways.push({ engine: [...engine, "--runtime", runc], limits: LIMITS });
  const problems = [];
  for (const { engine, limits } of ways) {
    const way = {
      engine,
      // A build of podman's has no network of its own where its network plug-ins are not installed.
      build: [
        ...limits,
        ...(podman ? ["--network", "host"] : []),
        ...words(process.env.CONTAINER_BUILD_FLAGS),
      ],
      run: [...limits, ...words(process.env.CONTAINER_RUN_FLAGS)],
      // podman puts writable file systems over a read-only root unless it is told not to.
      readOnly: podman ? ["--read-only", "--read-only-tmpfs=false"] : ["--read-only"],
    };
    const probe = [...engine, "run", "--rm", "--network", "none", ...way.run, "debian:bookworm-slim", "true"];
    const { status, stderr } = capture(probe);
    if (status === 0) return way;
    problems.push(`${probe.join(" ")}\n${stderr.trim()}`);
  }
  report("a container starts", problems.join("\n"));
  return finish();
}

/** What the builder's network asks for: handed to the build, never written to a file of the project or of the last stage. */
function networkFlags() {
  const npm = (key) =>
    capture(["npm", "config", "get", key], { shell: process.platform === "win32" }).stdout?.trim();
  const flags = [];
  const registry = npm("registry");
  if (registry) flags.push("--build-arg", `npm_config_registry=${registry}`);
  const authority = [process.env.NODE_EXTRA_CA_CERTS, npm("cafile")].find((path) => path && existsSync(path));
  if (authority) flags.push("--secret", `id=ca,src=${authority}`);
  for (const name of ["http_proxy", "https_proxy", "no_proxy"]) {
    for (const variant of [name, name.toUpperCase()]) {
      // Without a value, so that a proxy's password is in no argument list.
      if (process.env[variant]) flags.push("--build-arg", variant);
    }
  }
  return flags;
}

/** @returns the image's id: a tag could be another run's by the time it is used */
function build(way, name, flags) {
  const start = Date.now();
  const idFile = join(scratch, `${name}.id`);
  const [command, ...args] = [
    ...way.engine,
    "build",
    ...way.build,
    ...networkFlags(),
    ...flags,
    "--iidfile",
    idFile,
    ".",
  ];
  const { status } = spawnSync(command, args, {
    // What the engine says goes to stderr: stdout is the report.
    stdio: ["ignore", 2, 2],
    env: { ...process.env, DOCKER_BUILDKIT: "1", BUILDKIT_PROGRESS: "plain" },
  });
  const seconds = Math.round((Date.now() - start) / 1000);
  if (!report(`${name} builds (${seconds} s)`, status === 0 ? undefined : `exit code ${status}`))
    return undefined;
  return readFileSync(idFile, "utf8").trim();
}

/** Runs the bats suite in the test stage, its output passed on as it comes. */
function runSuite(way, image, files) {
  const container = `${NAME}-test-${process.pid}`;
  const [command, ...args] = [
    ...[...way.engine, "run", "--rm", "--name", container, "--network", "none", "--user", USER],
    ...[...way.readOnly, ...NO_PRIVILEGES],
    // The suite makes and runs scripts in its temporary folder: docker's default would be noexec.
    ...["--tmpfs", "/tmp:rw,exec,nosuid,nodev,mode=1777", "--env", "HOME=/tmp"],
    // A missing shell, or a missing AWS CLI, is a failure here, not a skip: the image has them all.
    ...["--env", "CI=true", "--env", "REQUIRE_AWS_TOOLS=1", ...way.run],
    ...[image, ...files],
  ];
  const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ]) {
    process.once(signal, () => {
      capture([...way.engine, "kill", container]);
      process.exit(code);
    });
  }
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code) => resolve(code === 0 ? undefined : `exit code ${code}`));
  });
}

/** A token of GitLab's shape, signed by nobody: good enough to be sent, worth nothing. */
function idToken() {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: "https://gitlab.example",
    sub: "project_path:group/project:ref_type:branch:ref:main",
    aud: "aws",
  };
  const signature = Buffer.alloc(256, 1).toString("base64url");
  return [
    part({ alg: "RS256", kid: "k" }),
    part({ ...claims, iat: now, nbf: now, exp: now + 3600 }),
    signature,
  ].join(".");
}

/** What the image for users must do: `flags` for the engine, the command, and what is expected of it. */
function slimImageCases() {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const prints = (pattern) => ({ status: 0, stdout: pattern });
  const fails = (status) => ({ status, stdout: /^$/, stderr: /./ });
  const itsVersion = prints(new RegExp(version.replaceAll(".", "\\.")));
  const noToken = ["--env", "GITLAB_AWS_ACCOUNT_ID", "--env", "CI_PROJECT_PATH_SLUG"];
  const job = [...noToken, "--env", "GITLAB_OIDC_TOKEN"];
  const evaluation = ["sh", "-c", `set -e; eval "$(${NAME} env --export)"; echo went on`];
  const traces = [
    "sh",
    "-c",
    "command -v npm; find / -xdev -name .npmrc -o -xdev -name node_modules -o -xdev -path '/run/secrets/*'",
  ];
  const users = [
    ["its user", []],
    ["a user without a name", ["--user", UNKNOWN_USER]],
  ];
  return [
    ["help when it is given no command", [], [], prints(new RegExp(NAME))],
    ["--version", [], [NAME, "--version"], itsVersion],
    ["its user is not root", [], ["id", "-u"], prints(/^65532\n$/)],
    // As root, who may look into more folders than the others.
    ["neither npm nor a trace of the build", ["--user", "0"], traces, { stdout: /^$/ }],
    ...users.flatMap(([who, user]) => [
      [`${who}: no token`, [...user, ...noToken], [NAME, "process"], fails(4)],
      [`${who}: no network`, [...user, ...job], [NAME, "process"], fails(6)],
      [`${who}: a failure stops the job`, [...user, ...noToken], evaluation, fails(4)],
      [
        `${who}: an empty environment`,
        user,
        ["env", "-i", `/usr/local/bin/${NAME}`, "--version"],
        itsVersion,
      ],
    ]),
  ];
}

/** Tries the image for users: nothing writable, no privileges, no network. */
function trySlimImage(way, image) {
  const token = idToken();
  // The cases name these variables to the engine: the values are in no argument list.
  const env = {
    ...process.env,
    GITLAB_AWS_ACCOUNT_ID: "012345678901",
    CI_PROJECT_PATH_SLUG: "group-project",
    GITLAB_OIDC_TOKEN: token,
  };
  for (const [name, flags, command, expected] of slimImageCases()) {
    const run = [
      ...way.engine,
      "run",
      "--rm",
      "--network",
      "none",
      ...way.readOnly,
      ...NO_PRIVILEGES,
      ...way.run,
    ];
    const { status, stdout, stderr } = capture([...run, ...flags, image, ...command], { env });
    const problems = [];
    if (expected.status !== undefined && status !== expected.status) {
      problems.push(`exit code ${status} instead of ${expected.status}`);
    }
    if (!expected.stdout.test(stdout)) problems.push(`stdout is not ${expected.stdout}`);
    if (expected.stderr?.test(stderr) === false) problems.push(`stderr is not ${expected.stderr}`);
    if (`${stdout}${stderr}`.includes(token)) problems.push("the token was printed");
    const said = [`stdout: ${stdout}`, `stderr: ${stderr}`].map((text) =>
      text.replaceAll(token, "TOKEN").trimEnd(),
    );
    report(`image: ${name}`, problems.length === 0 ? undefined : [...problems, ...said].join("\n"));
  }
  const { stdout } = capture([...way.engine, "image", "inspect", "--format", "{{json .Config.Env}}", image]);
  const names = (JSON.parse(stdout || "null") ?? []).map((entry) => entry.split("=")[0]);
  report(
    "image: it sets no variable but PATH",
    names.every((name) => name === "PATH") ? undefined : names.join(" "),
  );
}

const asked = process.env.CONTAINER_ENGINE;
const engine = asked === "none" ? undefined : findEngine();
if (engine === undefined) {
  console.log(
    asked
      ? `CONTAINER_ENGINE is ${asked}: ${asked === "none" ? "left out" : "it does not answer"}`
      : "neither docker nor podman answers here (`docker info`, `podman info`)",
  );
  // Under CI nothing is left out by accident; "none" says that it is meant.
  count[inCi && asked !== "none" ? "failed" : "skipped"]++;
  finish();
}

const way = settle(engine);
console.log(`with ${capture([...way.engine, "--version"]).stdout.trim()}`);
const suite = build(way, "test stage", ["--target", "test"]);
if (suite !== undefined) report("bats suite", await runSuite(way, suite, process.argv.slice(2)));

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const revision = capture(["git", "rev-parse", "HEAD"]).stdout?.trim() || "unknown";
const labels = ["--build-arg", `VERSION=${version}`, "--build-arg", `REVISION=${revision}`];
const slim = build(way, "image for users", [...labels, "--tag", NAME]);
if (slim !== undefined) trySlimImage(way, slim);
finish();
