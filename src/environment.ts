// Which environment variables hold credentials, which would win over them, and the change from one to the other.
import { type Credentials, expirationEpochSeconds, expirationText } from "./credentials.ts";
import { EXIT, HelperError } from "./errors.ts";

/** One variable to set, or with `undefined` to take out. */
export interface EnvironmentChange {
  readonly name: string;
  readonly value: string | undefined;
}

/** The expiry for the hooks, as an integer that every shell can compare: seconds since the epoch. */
export const EXPIRES_AT_VARIABLE = "GITLAB_AWS_CREDENTIAL_EXPIRES_AT";

/** The variables that hold the credentials, in the order in which they are printed. */
export const CREDENTIAL_VARIABLES = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_CREDENTIAL_EXPIRATION",
] as const;

/** Both names, because the JS SDK reads only the first and botocore only the second. */
export const REGION_VARIABLES = ["AWS_REGION", "AWS_DEFAULT_REGION"] as const;

/**
 * Variables that win over the keys or poison them: AWS_PROFILE wins in the JS SDK, AWS_DEFAULT_PROFILE in botocore, and botocore
 * reads AWS_SECURITY_TOKEN before AWS_SESSION_TOKEN. An empty AWS_PROFILE is an error to botocore, so they are removed, not blanked.
 */
export const STALE_VARIABLES = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SECURITY_TOKEN"] as const;

/**
 * The variables that carry the credentials, in their order.
 * @param region also set the region variables, when the user asked for a region
 */
export function credentialVariables(credentials: Credentials, region?: string): EnvironmentChange[] {
  const values = [
    credentials.accessKeyId,
    credentials.secretAccessKey.reveal(),
    credentials.sessionToken.reveal(),
    expirationText(credentials.expiration),
  ];
  const changes = CREDENTIAL_VARIABLES.map((name, index) => ({ name: name as string, value: values[index] }));
  if (region !== undefined) for (const name of REGION_VARIABLES) changes.push({ name, value: region });
  return changes;
}

/** What happens to the environment of a child process: the credentials in, the stale variables out. */
export function childEnvironmentChanges(credentials: Credentials, region?: string): EnvironmentChange[] {
  return [...winningChanges(credentials, region), { name: EXPIRES_AT_VARIABLE, value: undefined }];
}

/** What happens to the environment of a running shell: as for a child, and the expiry for the hooks. */
export function shellEnvironmentChanges(credentials: Credentials, region?: string): EnvironmentChange[] {
  const expiresAt = String(expirationEpochSeconds(credentials.expiration));
  return [...winningChanges(credentials, region), { name: EXPIRES_AT_VARIABLE, value: expiresAt }];
}

function winningChanges(credentials: Credentials, region: string | undefined): EnvironmentChange[] {
  return [
    ...STALE_VARIABLES.map((name) => ({ name, value: undefined })),
    ...credentialVariables(credentials, region),
  ];
}

/** The names of everything that {@link shellEnvironmentChanges} sets. */
export function shellVariableNames(withRegion: boolean): string[] {
  return [...CREDENTIAL_VARIABLES, ...(withRegion ? REGION_VARIABLES : []), EXPIRES_AT_VARIABLE];
}

/**
 * Refuses what no environment can hold.
 * @throws HelperError (exit code 7) for NUL, which ends a C string, and for a lone surrogate, which has no UTF-8 form
 */
export function assertEnvironmentValue({ name, value }: EnvironmentChange): void {
  if (value === undefined || (!value.includes("\0") && value.isWellFormed())) return;
  throw new HelperError(
    EXIT.FILE,
    `the value of ${name} cannot be an environment variable: it contains a NUL character or half a surrogate pair`,
  );
}
