// The output formats, one line each. Help, completions, docs and tests read this table.
import { cmd } from "../shells/cmd.ts";
import { fish } from "../shells/fish.ts";
import { powershell } from "../shells/powershell.ts";
import { sh } from "../shells/sh.ts";
import { dotenv } from "./dotenv.ts";
import { envNoExport } from "./env-no-export.ts";
import { json } from "./json.ts";
import { process } from "./process.ts";
import { shellScript } from "./script.ts";
import type { OutputFormat } from "./types.ts";

export { DOTENV_LIMIT, dotenv } from "./dotenv.ts";
export { shellScript } from "./script.ts";
export type { OutputFormat } from "./types.ts";

/** The last five have the names that `aws configure export-credentials` uses; ours are quoted. */
export const FORMATS: readonly OutputFormat[] = [
  dotenv,
  json,
  process,
  { name: "env", summary: "as --shell sh", failureShell: sh, render: shellScript(sh) },
  envNoExport,
  {
    name: "powershell",
    summary: "as --shell powershell",
    failureShell: powershell,
    render: shellScript(powershell),
  },
  { name: "windows-cmd", summary: "as --shell cmd", render: shellScript(cmd) },
  { name: "fish", summary: "as --shell fish", failureShell: fish, render: shellScript(fish) },
];

export function findFormat(name: string): OutputFormat | undefined {
  return FORMATS.find((format) => format.name === name);
}
