// What a refresh costs while the credentials are good, beside a bare function call: microseconds, medians.
// Usage: node bench/hooks.mjs [SHELL…]
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const RUNS = 9;

/** A loop in the POSIX family. */
const posix = (load, call, times) => `${load}
bare() { return 0; }
count=0
while [ "$count" -lt ${times} ]; do
  ${call}
  count=$((count + 1))
done
`;

/** `times`: enough for the start of the shell not to matter, and no more. `bare` and `refresh`: one call. */
const posixShell = (name, command, hook, times) => ({
  name,
  command,
  times,
  bare: "bare",
  script: (call, count) => posix(`. '${root(`shells/${hook}`)}'`, call, count),
});

const SHELLS = [
  posixShell("bash", ["bash", "--noprofile", "--norc"], "hook.bash", 5000),
  posixShell("zsh", ["zsh", "-f"], "hook.zsh", 5000),
  posixShell("ksh93", ["ksh93"], "hook.sh", 5000),
  posixShell("mksh", ["mksh"], "hook.sh", 5000),
  posixShell("busybox ash", ["busybox", "ash"], "hook.sh", 5000),
  posixShell("dash (date)", ["dash"], "hook.sh", 200),
  {
    name: "fish",
    command: ["fish", "--no-config"],
    times: 1000,
    bare: "bare",
    script: (call, times) => `source '${root("shells/hook.fish")}'
function bare
    return 0
end
set count 0
while builtin test $count -lt ${times}
    ${call}
    set count (builtin math $count + 1)
end
`,
  },
  {
    name: "PowerShell",
    command: ["pwsh", "-NoProfile", "-NonInteractive", "-File"],
    times: 5000,
    bare: "bare",
    script: (call, times) => `. '${root("shells/hook.ps1")}'
function bare { [System.Diagnostics.DebuggerHidden()] param() }
for ($count = 0; $count -lt ${times}; $count++) { ${call} }
`,
    extension: ".ps1",
  },
  {
    name: "nu",
    command: ["nu", "--no-config-file"],
    times: 5000,
    bare: "bare",
    script: (call, times) => `use ${root("shells/hook.nu")} *
def --env --wrapped bare [...flags: string] { return }
for count in 0..<${times} { ${call} }
`,
  },
  {
    name: "xonsh",
    command: ["xonsh", "--no-rc"],
    times: 200,
    bare: "bare",
    script: (call, times) => `source '${root("shells/hook.xsh")}'
from xonsh.tools import unthreadable
aliases['bare'] = unthreadable(lambda args: 0)
for count in range(${times}):
    ${call}
`,
  },
  {
    name: "elvish (date)",
    command: ["elvish", "-norc"],
    times: 200,
    bare: "bare",
    refresh: "hook:gitlab_aws_refresh",
    script: (call, times) => `use ./hook
fn bare {|@flags| }
for count [(range ${times})] { ${call} }
`,
  },
  {
    name: "tcsh (date)",
    command: ["tcsh", "-f"],
    times: 200,
    bare: "bare",
    script: (call, times) => `source ${root("shells/hook.tcsh")}
alias bare 'set nothing'
set count = 0
while ($count < ${times})
  ${call}
  @ count += 1
end
`,
  },
];

const folder = mkdtempSync(join(tmpdir(), "hooks-bench-"));
copyFileSync(root("shells/hook.elv"), join(folder, "hook.elv"));

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Microseconds of the whole process; undefined when there is no such shell. */
function time({ command: [program, ...args], script, extension = "" }, call, times) {
  const file = join(folder, `script${extension}`);
  writeFileSync(file, script(call, times));
  const started = process.hrtime.bigint();
  const { error, status, stderr } = spawnSync(program, [...args, file], {
    encoding: "utf8",
    env: {
      PATH: [process.env.PATH, root("node_modules/.bin")].join(delimiter),
      HOME: folder,
      LC_ALL: "C.UTF-8",
      GITLAB_AWS_CREDENTIAL_EXPIRES_AT: String(Math.floor(Date.now() / 1000) + 86400),
      // A refresh that calls the helper after all is an error, and no figure.
      GITLAB_AWS_HELPER: "/nowhere",
    },
  });
  if (error?.code === "ENOENT") return undefined;
  if (status !== 0 || stderr !== "")
    throw new Error(`${program}: exit code ${status}\n${stderr.slice(0, 300)}`);
  return Number(process.hrtime.bigint() - started) / 1000;
}

/** Microseconds of one call. The three are measured in turn, so that a busy machine disturbs them alike. */
function measure(shell) {
  const { times, bare, refresh = "gitlab_aws_refresh" } = shell;
  const figures = { bare: [], refresh: [] };
  for (let run = 0; run < RUNS; run++) {
    const empty = time(shell, bare, 0);
    if (empty === undefined) return undefined;
    figures.bare.push((time(shell, bare, times) - empty) / times);
    figures.refresh.push((time(shell, refresh, times) - empty) / times);
  }
  return { bare: median(figures.bare), refresh: median(figures.refresh) };
}

try {
  const wanted = process.argv.slice(2);
  const shells = SHELLS.filter(({ name }) => wanted.length === 0 || wanted.includes(name.split(" ")[0]));
  console.log("| shell | bare call, µs | refresh while fresh, µs |\n|---|---|---|");
  for (const shell of shells) {
    const figures = measure(shell);
    if (figures === undefined) console.log(`| ${shell.name} | not installed | |`);
    else console.log(`| ${shell.name} | ${figures.bare.toFixed(1)} | ${figures.refresh.toFixed(1)} |`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
