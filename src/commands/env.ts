// `env`: the credentials as variables, printed in a form, written to a file, or in the environment of a command.
import { statSync } from "node:fs";
import { dirname } from "node:path";
import type { FlagSpec, Flags } from "../arguments/flag-spec.ts";
import type { Context } from "../context.ts";
import { EXIT, HelperError, usageError } from "../errors.ts";
import { login } from "../login.ts";
import {
  DOTENV_LIMIT,
  dotenv,
  FORMATS,
  findFormat,
  type OutputFormat,
  shellScript,
} from "../outputs/index.ts";
import { REGION } from "../request/inputs.ts";
import { resolveRequest } from "../request/resolve.ts";
import { type Shell, sh } from "../shells/index.ts";
import { printSecrets } from "./print-secrets.ts";
import { loginFlags } from "./request-flags.ts";
import { runWithCredentials } from "./run-with-credentials.ts";
import { chosenShell, SHELL } from "./shell-flag.ts";
import type { Command } from "./types.ts";

const FILENAME = {
  name: "filename",
  short: "f",
  value: "FILE",
  summary: "write to this file instead of stdout: atomically, mode 0600, and only when AWS has answered",
} as const satisfies FlagSpec;

const EXPORT = {
  name: "export",
  short: "e",
  summary: "print export statements for sh, bash and their kin: as --shell sh",
} as const satisfies FlagSpec;

const FORMAT = {
  name: "format",
  value: "NAME",
  choices: FORMATS.map(({ name }) => name),
  fallback: dotenv.name,
  summary: "print another form",
} as const satisfies FlagSpec;

export const env: Command = {
  name: "env",
  usage: "[FLAGS] [-- COMMAND [ARGUMENT…]]",
  summary: "print the credentials as variables, or run a command with them",
  description: [
    "Without a flag the output is dotenv. With --export, --shell or some of the formats it is a script for a shell to evaluate, which also takes out the variables that would win over the credentials; when it fails, it prints a statement that fails, so that the job stops.",
    "With a command nothing is printed: the command runs with the credentials in its environment.",
  ],
  flags: loginFlags(FILENAME, EXPORT, SHELL, FORMAT),
  examples: [
    'eval "$(gitlab-aws-credential-helper env --export)"',
    "gitlab-aws-credential-helper env --shell fish | source",
    "gitlab-aws-credential-helper env --shell powershell | Out-String | Invoke-Expression",
    "gitlab-aws-credential-helper env -f aws.env",
    "gitlab-aws-credential-helper env -- aws s3 ls",
  ],
  takesChild: true,
  async run({ flags, child }, context) {
    const format = chosenFormat(flags);
    const file = flags.value(FILENAME.name);
    if (child !== undefined) {
      if (file !== undefined || format !== undefined)
        throw usageError(
          "either print the credentials or run a command: -f, --export, --shell and --format exclude a command",
        );
      return runWithCredentials(child, flags, context);
    }
    return write(format ?? dotenv, file, flags, context);
  },
};

async function write(
  format: OutputFormat,
  file: string | undefined,
  flags: Flags,
  context: Context,
): Promise<number> {
  const request = resolveRequest(flags, context.env);
  if (file !== undefined) await refuseBadPlace(file);
  const text = format.render(await login(request, context), flags.value(REGION.name));
  if (format === dotenv && Buffer.byteLength(text) >= DOTENV_LIMIT)
    context.log.warn(
      `GitLab rejects a dotenv report of ${DOTENV_LIMIT} bytes or more; this one has ${Buffer.byteLength(text)}`,
    );
  if (file === undefined) await printSecrets(text, context);
  else {
    const { writeFileAtomically } = await import("../files/atomic-write.ts");
    for (const note of (await writeFileAtomically(file, text, context)).notes) context.log.warn(note);
  }
  return EXIT.OK;
}

/**
 * Before AWS is asked: what can be refused without the network is. A folder that does not exist is mistyped, most likely: secrets
 * in a new one would be found by nobody. The Go tool did not make one either.
 */
async function refuseBadPlace(file: string): Promise<void> {
  const { findTarget } = await import("../files/target.ts");
  const { path, stats } = findTarget(file);
  if (stats?.isDirectory())
    throw new HelperError(EXIT.FILE, `--filename: ${file} is a folder`, { remedy: "Name a file in it." });
  if (stats === undefined && !statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory())
    throw new HelperError(EXIT.FILE, `--filename: there is no folder ${dirname(path)}`, {
      remedy: "Create it before, or name another.",
    });
}

/** @throws HelperError (exit code 2) when two forms are asked for, or one that is unknown */
function chosenFormat(flags: Flags): OutputFormat | undefined {
  const shell = chosenShell(flags);
  const name = flags.value(FORMAT.name);
  const given = [flags.on(EXPORT.name), shell !== undefined, name !== undefined].filter(Boolean).length;
  if (given > 1) throw usageError("--export, --shell and --format exclude one another");
  if (flags.on(EXPORT.name)) return scriptFormat(sh);
  if (shell !== undefined) return scriptFormat(shell);
  if (name === undefined) return undefined;
  const format = findFormat(name);
  if (format === undefined)
    throw usageError(`--format: ${JSON.stringify(name)} is unknown`, `One of ${FORMAT.choices.join(", ")}.`);
  return format;
}

function scriptFormat(shell: Shell): OutputFormat {
  return { name: shell.name, summary: "", failureShell: shell, render: shellScript(shell) };
}
