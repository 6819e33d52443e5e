// The parameter rules of AssumeRoleWithWebIdentity, and AWS's wording of what breaks them.
// Source: the API reference of AssumeRoleWithWebIdentity; the wording from error reports of AWS's users.
import { validationError } from "./aws-error.ts";

interface ParameterRule {
  readonly parameter: string;
  readonly required?: true;
  /** AWS leaves the value of a sensitive parameter out of the message. */
  readonly sensitive?: true;
  readonly length?: readonly [number, number];
  readonly pattern?: { readonly regexp: RegExp; readonly text: string };
  readonly range?: readonly [number, number];
}

const ARN_PATTERN = {
  regexp: /^[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]+$/u,
  text: String.raw`[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+`,
};

const RULES: readonly ParameterRule[] = [
  { parameter: "RoleArn", required: true, pattern: ARN_PATTERN, length: [20, 2048] },
  {
    parameter: "RoleSessionName",
    required: true,
    pattern: { regexp: /^[\w+=,.@-]*$/, text: String.raw`[\w+=,.@-]*` },
    length: [2, 64],
  },
  { parameter: "WebIdentityToken", required: true, sensitive: true, length: [4, 20000] },
  { parameter: "ProviderId", length: [4, 2048] },
  {
    parameter: "Policy",
    pattern: {
      regexp: /^[\u0009\u000A\u000D\u0020-\u00FF]+$/,
      text: String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+`,
    },
    length: [1, 2048],
  },
  { parameter: "DurationSeconds", range: [900, 43200] },
];

/**
 * Checks every parameter and reports all that is wrong in one error, as AWS does.
 * @throws AwsError ValidationError
 */
export function validateParameters(parameters: ReadonlyMap<string, string>): void {
  const broken = RULES.flatMap((rule) => brokenConstraints(rule, parameters.get(rule.parameter)));
  if (broken.length === 0) return;
  const count = `${broken.length} validation error${broken.length === 1 ? "" : "s"} detected`;
  throw validationError(`${count}: ${broken.join("; ")}`);
}

function brokenConstraints(rule: ParameterRule, value: string | undefined): string[] {
  const member = rule.parameter.charAt(0).toLowerCase() + rule.parameter.slice(1);
  const shown = value === undefined ? " null" : rule.sensitive ? "" : ` '${value}'`;
  const constraints = value === undefined ? absent(rule) : violated(rule, value);
  return constraints.map(
    (constraint) => `Value${shown} at '${member}' failed to satisfy constraint: Member must ${constraint}`,
  );
}

function absent(rule: ParameterRule): string[] {
  return rule.required ? ["not be null"] : [];
}

function violated({ pattern, length, range }: ParameterRule, value: string): string[] {
  const constraints: string[] = [];
  if (pattern && !pattern.regexp.test(value)) {
    constraints.push(`satisfy regular expression pattern: ${pattern.text}`);
  }
  if (length && value.length > length[1]) constraints.push(`have length less than or equal to ${length[1]}`);
  if (length && value.length < length[0])
    constraints.push(`have length greater than or equal to ${length[0]}`);
  if (range) {
    if (!/^[+-]?\d+$/.test(value)) throw validationError(`'${value}' is not a whole number`);
    if (Number(value) > range[1]) constraints.push(`have value less than or equal to ${range[1]}`);
    if (Number(value) < range[0]) constraints.push(`have value greater than or equal to ${range[0]}`);
  }
  return constraints;
}
