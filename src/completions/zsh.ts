// Completion for zsh: a file of the fpath (as _gitlab-aws-credential-helper), or evaluated after compinit.

import { quotePosix } from "../shells/posix.ts";
import { PROGRAM } from "../version.ts";
import { type CompletedCommand, type CompletedFlag, PROGRAM_FLAGS } from "./model.ts";

const FUNCTION = `_${PROGRAM}`;

export function zshCompletion(commands: readonly CompletedCommand[]): string {
  return `#compdef ${PROGRAM}
# ${PROGRAM}: completion for zsh. Load it after compinit: eval "$(${PROGRAM} completion --shell zsh)"
# or write it into a folder of the fpath as ${FUNCTION}.

function ${FUNCTION}() {
  emulate -L zsh
  setopt extended_glob no_aliases
  local context state line curcontext="\${curcontext-}"
  typeset -A opt_args
  if ((CURRENT == 2)); then
    local -a commands=(
${commands.map(({ name, summary }) => `      ${quotePosix(`${escapeColon(name)}:${summary}`)}\n`).join("")}    )
    _describe -t commands command commands
    compadd -- ${PROGRAM_FLAGS.join(" ")}
    return
  fi
  local name="\${words[2]}"
  shift words
  ((CURRENT -= 1))
  case "$name" in
${commands.map(commandCase).join("")}  esac
}

if [[ \${funcstack[1]-} == ${FUNCTION} ]]; then
  ${FUNCTION} "$@"
elif [[ -n \${functions[compdef]-} ]]; then
  compdef ${FUNCTION} ${PROGRAM}
fi
`;
}

function commandCase({ name, flags, takesChild }: CompletedCommand): string {
  const child = ["'(-)1: :_command_names -e'", "'*:: :_normal'"];
  const specs = [...flags.flatMap(flagSpecs), ...(takesChild ? child : [])];
  return `    ${name})
      _arguments -s -S${takesChild ? " -A '-*'" : ""} \\
${specs.map((spec) => `        ${spec}`).join(" \\\n")}
      ;;
`;
}

/** A specification for each spelling: https://zsh.sourceforge.io/Doc/Release/Completion-System.html, _arguments. */
function flagSpecs({ long, short, summary, placeholder, value, choices }: CompletedFlag): string[] {
  const excluded = short === undefined ? long : `${short} ${long}`;
  const text = `[${summary.replace(/[[\]:\\]/g, "\\$&")}]`;
  const actions = { none: "", text: ` `, file: "_files", choice: `(${choices.join(" ")})` };
  const action = value === "none" ? "" : `:${escapeColon(placeholder)}:${actions[value]}`;
  const spec = (spelling: string, joint: string): string =>
    quotePosix(`(${excluded})${spelling}${value === "none" ? "" : joint}${text}${action}`);
  return [...(short === undefined ? [] : [spec(short, "+")]), spec(long, "=")];
}

function escapeColon(text: string): string {
  return text.replaceAll(":", "\\:");
}
