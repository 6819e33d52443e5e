// The help texts, made from the tables of commands, flags and exit codes.
import type { FlagSpec } from "../arguments/flag-spec.ts";
import type { Command } from "../commands/types.ts";
import { EXIT_CODES } from "../errors.ts";
import { PROGRAM } from "../version.ts";

const WIDTH = 100;

/** The help of the program: what it is, its commands, its exit codes. */
export function programHelp(commands: readonly Command[]): string {
  return sections([
    [
      undefined,
      [`${PROGRAM}: trades a GitLab CI ID token for temporary AWS credentials and hands them over.`],
    ],
    ["Usage", [`${PROGRAM} COMMAND [FLAGS]`, `${PROGRAM} COMMAND --help`, `${PROGRAM} --version`]],
    ["Commands", columns(commands.map(({ name, summary }) => [name, summary]))],
    [
      "Two settings are enough",
      [
        "the AWS account id in GITLAB_AWS_ACCOUNT_ID and an ID token from id_tokens: in GITLAB_AWS_IDENTITY_TOKEN",
      ],
    ],
    ["Exit codes", columns(EXIT_CODES.map(({ code, meaning }) => [code, meaning]))],
  ]);
}

/** The help of one command. */
export function commandHelp(command: Command): string {
  return sections([
    [undefined, [`${PROGRAM} ${command.name}: ${command.summary}`]],
    ["Usage", [`${PROGRAM} ${command.name} ${command.usage}`.trimEnd()]],
    ...command.description.map((paragraph): [undefined, string[]] => [undefined, wrap(paragraph, WIDTH)]),
    ["Flags", columns(command.flags.map((flag) => [flagNames(flag), flagText(flag)]))],
    ["Examples", command.examples],
  ]);
}

/** `-r, --role-name NAME` */
export function flagNames(flag: FlagSpec): string {
  const short = flag.short === undefined ? "    " : `-${flag.short}, `;
  return `${short}--${flag.name}${flag.value === undefined ? "" : ` ${flag.value}`}`;
}

function flagText(flag: FlagSpec): string {
  const notes = [
    ...(flag.choices === undefined ? [] : [`one of ${flag.choices.join(", ")}`]),
    ...(flag.variables === undefined ? [] : [`variable ${flag.variables.join(", then ")}`]),
    ...(flag.fallback === undefined ? [] : [`default ${flag.fallback}`]),
  ];
  return notes.length === 0 ? flag.summary : `${flag.summary} (${notes.join("; ")})`;
}

function sections(parts: readonly (readonly [string | undefined, readonly string[]])[]): string {
  return parts
    .map(([title, lines]) =>
      title === undefined ? lines.join("\n") : `${title}:\n${lines.map((line) => `  ${line}`).join("\n")}`,
    )
    .join("\n\n")
    .concat("\n");
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const indent = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.flatMap(([left, right]) =>
    wrap(right, WIDTH - indent).map((line, index) => (index === 0 ? left : "").padEnd(indent) + line),
  );
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
