// Who is measured, and doing what: our two builds, and what else a job could use.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Program } from "./run.ts";
import type { Port } from "./server.ts";

/** What the bench has set up. */
export interface Stage {
  /** An empty folder. */
  readonly folder: string;
  readonly root: string;
  readonly ports: readonly Port[];
  /** The file of the certificate authority of the server. */
  readonly ca: string;
}

export interface Contender {
  readonly name: string;
  readonly way: string;
  readonly program: Program;
  /** Runs once before anything is measured: what an earlier command of the job leaves behind. */
  readonly before?: Program;
  /** Beginning with nothing in any cache. */
  readonly afresh?: boolean;
  /** Slow ones get fewer runs. */
  readonly slow?: boolean;
  /** Is measured as a crowd, too. */
  readonly crowd?: boolean;
}

const TOKEN = [{ alg: "RS256" }, { iss: "https://gitlab.example.com", sub: "project_path:group/project" }]
  .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
  .concat("c2lnbmF0dXJl")
  .join(".");
const ROLE = "arn:aws:iam::123456789012:role/gitlab-group-project";

/** The bundles that Linux distributions install. */
const SYSTEM_BUNDLES = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];

interface Network {
  readonly way: string;
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The ways to the server. */
function networks({ ports, ca, folder }: Stage): readonly Network[] {
  const url = (scheme: string, delay: number): string => {
    const found = ports.find((port) => port.scheme === scheme && port.delay === delay);
    return `${scheme}://127.0.0.1:${found?.port}`;
  };
  const bundle = SYSTEM_BUNDLES.find((path) => existsSync(path));
  const all = join(folder, "system-and-own.pem");
  if (bundle !== undefined) writeFileSync(all, readFileSync(bundle, "utf8") + readFileSync(ca, "utf8"));
  const [one, many] = [{ AWS_CA_BUNDLE: ca }, { SSL_CERT_FILE: all }];
  return [
    { way: "HTTP", url: url("http", 0), env: {} },
    { way: "TLS", url: url("https", 0), env: one },
    ...(bundle === undefined ? [] : [{ way: "TLS, system's CAs", url: url("https", 0), env: many }]),
    { way: "HTTP, 50 ms away", url: url("http", 50), env: {} },
    { way: "TLS, 50 ms away", url: url("https", 50), env: one },
  ];
}

export function contenders(stage: Stage): readonly Contender[] {
  const ways = networks(stage);
  const [http] = ways;
  if (http === undefined) return [];
  const own = OWN.filter(({ file }) => existsSync(join(stage.root, file()))).flatMap(
    ({ name, command, file }) => {
      const start = [...command, join(stage.root, file()), "process"] as [string, ...string[]];
      const program = (network: Network, cache: string, ...flags: string[]): Program => ({
        command: [...start, ...flags],
        env: environment(stage, network, cache),
      });
      return [
        { name, way: "cached", program: program(http, `${name}-warm`), crowd: true },
        ...ways.map((network) => ({
          name,
          way: network.way,
          // Compiled code is kept only where an earlier run has left its folder.
          before: program(http, `${name}-call`),
          program: program(network, `${name}-call`, "--no-cache"),
        })),
        {
          name,
          way: "HTTP, first run ever",
          program: program(http, `${name}-new`),
          afresh: true,
          crowd: true,
        },
      ];
    },
  );
  return [STARTING, ...own, ...others(stage, ways)];
}

/** What the measuring itself takes: the start of a process that does nothing. */
const STARTING: Contender = { name: "true", way: "", program: { command: ["/bin/true"], env: {} } };

const OWN = [
  {
    name: "Node build",
    command: [process.execPath],
    file: () => "dist/gitlab-aws-credential-helper.cjs",
  },
  {
    name: "standalone",
    command: [],
    file: () => `dist/standalone/gitlab-aws-credential-helper-${process.platform}-${process.arch}`,
  },
] as const satisfies readonly { name: string; command: readonly string[]; file: () => string }[];

function others(stage: Stage, ways: readonly Network[]): readonly Contender[] {
  const found: Contender[] = [];
  const peer = process.env["BENCH_PEER"];
  if (peer)
    for (const network of ways)
      found.push({
        name: "peer",
        way: network.way,
        program: { command: [peer, "process"], env: environment(stage, network, "peer") },
        crowd: network === ways[0],
      });
  const near = ways.filter(({ way }) => way === "HTTP" || way === "TLS");
  if (isThere("curl") && isThere("jq"))
    for (const network of near)
      found.push({
        name: "curl and jq",
        way: network.way,
        program: { command: ["sh", "-c", CURL], env: environment(stage, network, "curl") },
      });
  for (const { path, version } of awsClis())
    for (const network of near)
      found.push({
        name: `AWS CLI ${version}`,
        way: network.way,
        slow: true,
        program: { command: awsCli(path, network), env: environment(stage, network, "aws") },
      });
  return found;
}

/** Each version of the AWS CLI that is on PATH. */
function awsClis(): readonly { path: string; version: string }[] {
  const found = new Map<string, string>();
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const path = join(folder, "aws");
    if (!existsSync(path)) continue;
    const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
    const version = /^aws-cli\/(\d+\.\d+)/.exec(stdout ?? "")?.[1];
    if (status === 0 && version !== undefined && !found.has(version)) found.set(version, path);
  }
  return [...found].map(([version, path]) => ({ version, path }));
}

const CURL = `curl -sS --fail \${AWS_CA_BUNDLE:+--cacert "$AWS_CA_BUNDLE"} \
  --data Action=AssumeRoleWithWebIdentity --data Version=2011-06-15 --data-urlencode "RoleArn=${ROLE}" \
  --data RoleSessionName=bench --data-urlencode "WebIdentityToken=$GITLAB_AWS_IDENTITY_TOKEN" \
  -H 'Accept: application/json' "$AWS_ENDPOINT_URL_STS" | jq -R '{Version: 1, AccessKeyId: .}' >/dev/null`;

function awsCli(path: string, { url }: Network): [string, ...string[]] {
  return [
    path,
    ...(["sts", "assume-role-with-web-identity", "--endpoint-url", url, "--region", "eu-central-1"] as const),
    ...["--role-arn", ROLE, "--role-session-name", "bench", "--web-identity-token", TOKEN],
  ];
}

/** Nothing of the caller's: a variable such as NODE_EXTRA_CA_CERTS costs each start of Node 20 more than our whole program. */
function environment({ folder }: Stage, { url, env }: Network, cache: string): Record<string, string> {
  const home = join(folder, cache.replace(/\W/g, "-"));
  mkdirSync(home, { recursive: true, mode: 0o700 });
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    GITLAB_AWS_ACCOUNT_ID: "123456789012",
    GITLAB_AWS_IDENTITY_TOKEN: TOKEN,
    CI_PROJECT_PATH_SLUG: "group-project",
    CI_PIPELINE_ID: "1",
    AWS_REGION: "eu-central-1",
    AWS_ENDPOINT_URL_STS: url,
    AWS_EC2_METADATA_DISABLED: "true",
    ...env,
  };
}

function isThere(program: string): boolean {
  const path = (process.env["PATH"] ?? "").split(delimiter);
  return (
    path.some((folder) => existsSync(join(folder, program))) && spawnSync(program, ["--version"]).status === 0
  );
}
