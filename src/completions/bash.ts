// Completion for bash, from 3.2 on, with or without the package bash-completion.
import { PROGRAM } from "../version.ts";
import { type CompletedCommand, type CompletedFlag, PROGRAM_FLAGS, spellings } from "./model.ts";

const FUNCTION = "_gitlab_aws_credential_helper";

export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const names = [...commands.map(({ name }) => name), ...PROGRAM_FLAGS].join(" ");
  return `# ${PROGRAM}: completion for bash. Load it: eval "$(${PROGRAM} completion --shell bash)"

${FUNCTION}() {
  local IFS=$' \\t\\n' current="\${COMP_WORDS[COMP_CWORD]}" flag='' flags='' valued='' child='' values='' index word
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    ${FUNCTION}_words "${names}"
    return 0
  fi
  # What follows --flag= stands in words of its own.
  [[ $current != = ]] || current=
  case "\${COMP_WORDS[1]}" in
${commands.map(commandCase).join("")}    *) return 0 ;;
  esac
  for ((index = 2; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    case "$word" in
      =) ;;
      --)
        [[ -n $child ]] || return 0
        ${FUNCTION}_child $((index + 1))
        return 0
        ;;
      -*)
        flag=
        case " $valued " in *" $word "*) flag="$word" ;; esac
        ;;
      *)
        if [[ -z $flag && -n $child ]]; then
          ${FUNCTION}_child "$index"
          return 0
        fi
        flag=
        ;;
    esac
  done
  if [[ -n $flag ]]; then
    case "\${COMP_WORDS[1]} $flag" in
${commands.flatMap((command) => command.flags.flatMap((flag) => valueCase(command, flag))).join("")}      *) ${FUNCTION}_nothing ;;
    esac
    ${FUNCTION}_words "$values"
  elif [[ $current == -* ]]; then
    ${FUNCTION}_words "$flags"
  elif [[ -n $child ]]; then
    ${FUNCTION}_child "$COMP_CWORD"
  else
    ${FUNCTION}_words "$flags"
  fi
}

# Those of the words that begin like the current one.
${FUNCTION}_words() {
  local IFS=$' \\t\\n' word
  for word in $1; do
    [[ $word != "$current"* ]] || COMPREPLY[\${#COMPREPLY[@]}]="$word"
  done
  ${FUNCTION}_nothing
}

# No file names where nothing fits. bash 3.2 cannot do without.
${FUNCTION}_nothing() {
  compopt +o default 2>/dev/null || :
}

# Another command line begins at this word.
${FUNCTION}_child() {
  local IFS=$'\\n'
  if declare -F _command_offset >/dev/null; then
    _command_offset "$1"
  elif ((COMP_CWORD == $1)); then
    # shellcheck disable=SC2207 # mapfile is not in bash 3.2
    COMPREPLY=($(compgen -c -- "$current")) || :
  fi
}

complete -o default -F ${FUNCTION} ${PROGRAM}
`;
}

function commandCase({ name, flags, takesChild }: CompletedCommand): string {
  const valued = flags.filter(({ value }) => value !== "none").flatMap(spellings);
  return `    ${name})
      flags="${flags.map(({ long }) => long).join(" ")}"
      valued="${valued.join(" ")}"
${takesChild ? "      child=yes\n" : ""}      ;;
`;
}

function valueCase({ name }: CompletedCommand, flag: CompletedFlag): string[] {
  const pattern = spellings(flag)
    .map((spelling) => `"${name} ${spelling}"`)
    .join(" | ");
  if (flag.value === "choice") return [`      ${pattern}) values="${flag.choices.join(" ")}" ;;\n`];
  return flag.value === "file" ? [`      ${pattern}) return 0 ;;\n`] : [];
}
