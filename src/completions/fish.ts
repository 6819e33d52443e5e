// Completion for fish.

import { quoteFish } from "../shells/fish.ts";
import { PROGRAM } from "../version.ts";
import { type CompletedCommand, type CompletedFlag, spellings } from "./model.ts";

const FUNCTION = "__gitlab_aws_credential_helper";

export function fishCompletion(commands: readonly CompletedCommand[]): string {
  return `# ${PROGRAM}: completion for fish. Load it: ${PROGRAM} completion --shell fish | source

# Where the words stand that are typed: at the "command", its "flags", or another command line, which is then printed too.
function ${FUNCTION}_place
    set -l words (commandline -opc) (commandline -ct)
    set -l count (count $words)
    if test $count -le 2
        echo command
        return
    end
    set -l valued
    set -l child
    switch $words[2]
${commands.map(commandCase).join("")}    end
    set -l index 3
    while test $index -lt $count
        set -l word $words[$index]
        if test "$word" = --
            set -q child[1]; or return
            echo child
            string escape -- $words[(math $index + 1)..-1]
            return
        else if contains -- $word $valued
            set index (math $index + 1)
        else if not string match -q -- '-*' $word
            set -q child[1]; or return
            echo child
            string escape -- $words[$index..-1]
            return
        end
        set index (math $index + 1)
    end
    echo flags
    echo $words[2]
    if test $index -eq $count; and set -q child[1]; and not string match -q -- '-*' $words[-1]
        string escape -- $words[-1]
    end
end

function ${FUNCTION}_at
    set -l place (${FUNCTION}_place)
    test "$place[1]" = $argv[1]; or return
    test (count $argv) -eq 1; or test "$place[2]" = $argv[2]
end

# Completes another command line as fish itself would.
function ${FUNCTION}_child
    set -l place (${FUNCTION}_place)
    test "$place[1]" = child; and complete -C (string join ' ' -- $place[2..-1])
    test "$place[1]" = flags; and set -q place[3]; and complete -C "$place[3]"
end

complete -c ${PROGRAM} -f
complete -c ${PROGRAM} -n '${FUNCTION}_at command' -l help -d 'show the help'
complete -c ${PROGRAM} -n '${FUNCTION}_at command' -l version -d 'show the version'
complete -c ${PROGRAM} -n 'not ${FUNCTION}_at command' -a '(${FUNCTION}_child)'
${commands.map(commandLines).join("")}`;
}

function commandCase({ name, flags, takesChild }: CompletedCommand): string {
  const valued = flags.filter(({ value }) => value !== "none").flatMap(spellings);
  return `        case ${name}
            set valued${valued.map((word) => ` ${word}`).join("")}
${takesChild ? "            set child yes\n" : ""}`;
}

function commandLines({ name, summary, flags }: CompletedCommand): string {
  const lines = [`-n '${FUNCTION}_at command' -a ${name} -d ${quoteFish(summary)}`];
  for (const flag of flags) lines.push(`-n '${FUNCTION}_at flags ${name}' ${flagWords(flag)}`);
  return lines.map((line) => `complete -c ${PROGRAM} ${line}\n`).join("");
}

function flagWords({ long, short, summary, value, choices }: CompletedFlag): string {
  const names = `${short === undefined ? "" : `-s ${short.slice(1)} `}-l ${long.slice(2)}`;
  const values = { none: "", text: " -x", file: " -r -F", choice: ` -x -a ${quoteFish(choices.join(" "))}` };
  return `${names}${values[value]} -d ${quoteFish(summary)}`;
}
