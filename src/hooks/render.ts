// Fills a hook template in: what is in one place of the source stays in one place.
import { CREDENTIAL_VARIABLES, EXPIRES_AT_VARIABLE, REGION_VARIABLES } from "../environment.ts";

/** Seconds: how long before the expiry a refresh logs in again, when the user gives no other margin. */
const DEFAULT_MARGIN = 300;

const PROGRAM = "gitlab-aws-credential-helper";

export interface HookTemplate {
  /** The template's file name, which is also the name of the file that is made of it. */
  readonly file: string;
  readonly text: string;
  /** The value of `--shell` for the shells that source it. */
  readonly shell: string;
}

/**
 * The hook, with a head that says where it comes from.
 * @throws Error when the template has a placeholder that nobody fills in
 */
export function renderHook({ file, text, shell }: HookTemplate): string {
  const variables = [...CREDENTIAL_VARIABLES, EXPIRES_AT_VARIABLE];
  const values: Readonly<Record<string, string>> = {
    PROGRAM,
    SHELL: shell,
    MARGIN: String(DEFAULT_MARGIN),
    EXPIRES_AT: EXPIRES_AT_VARIABLE,
    VARIABLES: variables.join(" "),
    VARIABLES_COMMA: variables.join(","),
    REGION_VARIABLES: REGION_VARIABLES.join(" "),
    REGION_VARIABLES_COMMA: REGION_VARIABLES.join(","),
  };
  const head = [
    `# ${PROGRAM}: gitlab_aws_login, gitlab_aws_refresh and gitlab_aws_logout for the running shell.`,
    `# Generated from src/hooks/templates/${file} by scripts/generate-hooks.mjs: change it there.`,
  ];
  const body = text.replace(/@([A-Z_]+)@/g, (placeholder, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${file}: nothing to put in place of ${placeholder}`);
    return value;
  });
  return `${head.join("\n")}\n${body}`;
}
