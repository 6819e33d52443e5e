// Assignments for the POSIX family that stay in the shell: not exported to child processes.
import { quotePosix } from "../shells/posix.ts";
import { sh } from "../shells/sh.ts";
import { statementShell } from "../shells/statements.ts";
import { shellScript } from "./script.ts";
import type { OutputFormat } from "./types.ts";

const shellVariables = statementShell({
  ...sh,
  set: (name, value) => `${name}=${quotePosix(value)}`,
  unset: (name) => `unset ${name}`,
  fail: (exitCode) => `(exit ${exitCode})`,
});

export const envNoExport: OutputFormat = {
  name: "env-no-export",
  summary: "as --shell sh, without export",
  failureShell: sh,
  render: shellScript(shellVariables),
};
