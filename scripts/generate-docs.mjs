// Writes the tables of README.md from the code's own tables, between the markers that name them.
// Needs the compiled sources (npm run compile). `--check` only says whether the README is up to date.
import { readFileSync, writeFileSync } from "node:fs";
import { COMMANDS } from "../build/src/commands/index.js";
import { EXIT_CODES } from "../build/src/errors.js";
import { FORMATS } from "../build/src/outputs/index.js";
import { AMBIENT_ROLE_ARN_VARIABLES, TOKEN_VARIABLES } from "../build/src/request/inputs.js";
import { SHELLS } from "../build/src/shells/index.js";

const PROGRAM = "gitlab-aws-credential-helper";

/** A code span; one that holds a backtick needs two around it. */
const code = (text) => {
  const fence = text.includes("`") ? "``" : "`";
  const padding = fence === "``" ? " " : "";
  return `${fence}${padding}${text.replaceAll("|", "\\|")}${padding}${fence}`;
};
const cell = (text) => text.replaceAll("|", "\\|");
const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

/** Every flag once, with the commands that have it. */
function flags() {
  const rows = new Map();
  for (const command of COMMANDS)
    for (const flag of command.flags) {
      const key = `${flag.name} ${flag.summary}`;
      const row = rows.get(key) ?? { flag, commands: [] };
      row.commands.push(command.name);
      rows.set(key, row);
    }
  const everywhere = COMMANDS.length;
  return table(
    ["flag", "variables", "default", "what it says", "commands"],
    [...rows.values()].map(({ flag, commands }) => [
      code(`${flag.short ? `-${flag.short}, ` : ""}--${flag.name}${flag.value ? ` ${flag.value}` : ""}`),
      (flag.variables ?? []).map(code).join(", "),
      cell(flag.fallback ?? ""),
      cell(flag.summary),
      commands.length === everywhere ? "all" : commands.map(code).join(", "),
    ]),
  );
}

/** Every variable that is read, and the flag it stands for. */
function variables() {
  const rows = new Map();
  for (const { flags: own } of COMMANDS)
    for (const flag of own)
      for (const name of flag.variables ?? []) rows.set(name, `as ${code(`--${flag.name}`)}`);
  for (const name of AMBIENT_ROLE_ARN_VARIABLES)
    rows.set(name, "the role's ARN, only when nothing of ours names an account or a role ARN");
  for (const name of TOKEN_VARIABLES) rows.set(name, "the ID token, when no other variable is named");
  rows.set("CI_PROJECT_PATH_SLUG", "the default role name is made from it");
  rows.set("CI_PIPELINE_ID", "the default session name is made from it");
  rows.set("CI_PROJECT_DIR", "nothing secret is kept inside it");
  rows.set("CI_JOB_ID", "each job keeps its files in a folder of its own");
  rows.set("XDG_RUNTIME_DIR, XDG_CACHE_HOME", "where that folder is; else the platform's folder for caches");
  rows.set("AWS_SHARED_CREDENTIALS_FILE, AWS_CONFIG_FILE", "the AWS files, as for the AWS CLI");
  rows.set("HTTPS_PROXY, HTTP_PROXY, NO_PROXY", "the way to AWS, by the rules of Go programs");
  rows.set("AWS_CA_BUNDLE, SSL_CERT_FILE", "certificate authorities to trust instead of the built-in ones");
  rows.set("NO_COLOR", "no colour in messages");
  rows.set("GITLAB_AWS_HELPER", "for the hooks: the helper's path, where it is not on the PATH");
  rows.set("GITLAB_AWS_REFRESH_MARGIN", "for the hooks: seconds that must be left of the credentials, 300");
  rows.set(
    "GITLAB_AWS_AUTO_REFRESH",
    "for the hooks: `1` refreshes before each command, where the shell can",
  );
  return table(
    ["variable", "what it gives"],
    [...rows].map(([name, text]) => [name.split(", ").map(code).join(", "), text]),
  );
}

const TABLES = {
  commands: () =>
    table(
      ["command", "what it does"],
      COMMANDS.map(({ name, summary }) => [code(name), cell(summary)]),
    ),
  flags,
  variables,
  formats: () =>
    table(
      ["format", "what it is"],
      FORMATS.map(({ name, summary }) => [code(name), cell(summary)]),
    ),
  shells: () =>
    table(
      ["shell", "also called", "log in", "log out"],
      SHELLS.map(({ name, aliases, load, loadUnset }) => [
        code(name),
        aliases.map(code).join(", "),
        code(load.replace("{}", `${PROGRAM} env --shell ${name}`)),
        code((loadUnset ?? load).replace("{}", `${PROGRAM} unset --shell ${name}`)),
      ]),
    ),
  "exit codes": () =>
    table(
      ["code", "meaning"],
      EXIT_CODES.map(({ code: number, meaning }) => [number, meaning]),
    ),
};

const readme = readFileSync("README.md", "utf8");
const fresh = readme.replaceAll(
  /(<!-- generated: ([\w ]+) -->\n)[\s\S]*?(<!-- end -->)/g,
  (_, begin, name, end) => `${begin}\n${TABLES[name]()}\n\n${end}`,
);
if (!process.argv.includes("--check")) writeFileSync("README.md", fresh);
else if (fresh !== readme) {
  console.error("README.md is stale: npm run docs");
  process.exit(1);
}
