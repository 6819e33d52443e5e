// `completion`: prints a shell's completion of this program.
import { COMMON_FLAGS } from "../arguments/common-flags.ts";
import { EXIT, usageError } from "../errors.ts";
import { requiredShell, SHELL } from "./shell-flag.ts";
import type { Command } from "./types.ts";

const NAMES = ["bash", "zsh", "fish", "powershell", "pwsh"];

/** @param commands gives the table of commands, in which this one stands too */
export function completionOf(commands: () => readonly Command[]): Command {
  return {
    name: "completion",
    usage: "--shell NAME",
    summary: "print the completion of this program for a shell",
    description: [
      "It completes commands, flags, the values that are known, and the command line after env or exec.",
    ],
    flags: [{ ...SHELL, choices: NAMES }, ...COMMON_FLAGS],
    examples: [
      'eval "$(gitlab-aws-credential-helper completion --shell bash)"',
      "gitlab-aws-credential-helper completion --shell fish | source",
      "gitlab-aws-credential-helper completion --shell powershell | Out-String | Invoke-Expression",
    ],
    script: true,
    async run({ flags }, { stdout }) {
      const { name } = requiredShell(flags);
      // Loaded here: no other command needs it.
      const { completionScript } = await import("../completions/index.ts");
      const text = completionScript(name, commands());
      if (text === undefined)
        throw usageError(`--shell: there is no completion for ${name}`, `One of ${NAMES.join(", ")}.`);
      await stdout.write(text);
      return EXIT.OK;
    },
  };
}
