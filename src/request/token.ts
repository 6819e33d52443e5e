// Where the ID token is: in a variable or in a file. What is in it is the source's business.
import type { Flags } from "../arguments/flag-spec.ts";
import { type Environment, variable } from "../context.ts";
import { EXIT, HelperError, usageError } from "../errors.ts";
import { Secret } from "../secrets/secret.ts";
import { TOKEN_FILE, TOKEN_NAME, TOKEN_VARIABLES } from "./inputs.ts";
import { describeOrigin, emptyNote, fromFlag, fromVariables, type Resolved } from "./resolved.ts";

export type TokenReference =
  | { readonly kind: "variable"; readonly name: string; readonly text: Secret }
  | {
      readonly kind: "file";
      readonly path: string;
      /** Set by who reads the file: from then on nobody reads it again. */
      readonly text?: Secret;
    };

const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

const ID_TOKENS_REMEDY = "Add an id_tokens: block with an aud: to the job.";

/**
 * A token that was named must be there: falling back to another one could give the job another identity.
 * @throws HelperError (exit code 4) when there is no token, (2) when two were named, (3) when a name is none
 */
export function resolveToken(flags: Flags, env: Environment): Resolved<TokenReference> {
  const nameFlag = fromFlag(flags, TOKEN_NAME);
  const fileFlag = fromFlag(flags, TOKEN_FILE);
  if (nameFlag !== undefined && fileFlag !== undefined)
    throw usageError(`--${TOKEN_NAME.name} and --${TOKEN_FILE.name} exclude one another`);
  if (fileFlag !== undefined)
    return { value: { kind: "file", path: fileFlag.value }, origin: fileFlag.origin };

  const named = nameFlag ?? fromVariables(env, TOKEN_NAME.variables);
  if (named !== undefined) return namedToken(named, env);

  const found = fromVariables(env, TOKEN_VARIABLES);
  if (found !== undefined)
    return tokenIn(found.origin.kind === "variable" ? found.origin.name : "", found.value);
  const file = fromVariables(env, TOKEN_FILE.variables);
  if (file !== undefined) return { value: { kind: "file", path: file.value }, origin: file.origin };
  throw new HelperError(
    EXIT.TOKEN,
    `the environment variable ${TOKEN_VARIABLES[0]} is not set${emptyNote(env, [...TOKEN_VARIABLES, ...TOKEN_NAME.variables, ...TOKEN_FILE.variables])}`,
    { remedy: `${ID_TOKENS_REMEDY} If the token is in another variable, name it with --${TOKEN_NAME.name}.` },
  );
}

function namedToken(named: Resolved<string>, env: Environment): Resolved<TokenReference> {
  // The value is not shown: whoever confuses name and token has put the token there.
  if (!VARIABLE_NAME.test(named.value))
    throw new HelperError(EXIT.VALUE, `${describeOrigin(named.origin)} is not the name of a variable`, {
      remedy: "It takes the name of the variable that holds the ID token, never the token itself.",
    });
  const text = variable(env, named.value);
  if (text !== undefined) return tokenIn(named.value, text);
  throw new HelperError(
    EXIT.TOKEN,
    `the environment variable ${named.value}, named by ${describeOrigin(named.origin)}, is not set${emptyNote(env, [named.value])}`,
    { remedy: ID_TOKENS_REMEDY },
  );
}

function tokenIn(name: string, text: string): Resolved<TokenReference> {
  return { value: { kind: "variable", name, text: new Secret(text) }, origin: { kind: "variable", name } };
}
