// An error that is answered in AWS's form, and the ones that STS gives in more than one place.

/** `Sender`: the client is to blame (4xx); `Receiver`: the service (5xx). */
export class AwsError extends Error {
  override readonly name = "AwsError";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function validationError(message: string): AwsError {
  return new AwsError(400, "ValidationError", message);
}

export function invalidIdentityToken(message: string): AwsError {
  return new AwsError(400, "InvalidIdentityToken", message);
}

/** The same words for a role that does not exist and for one whose trust policy says no: STS does not tell. */
export function notAuthorized(action: string): AwsError {
  return new AwsError(403, "AccessDenied", `Not authorized to perform ${action}`);
}

/** The keys of the identity provider could not be had, or hold none for the token. Two blanks after the comma, as AWS sends them. */
export function noVerificationKey(): AwsError {
  return invalidIdentityToken(
    "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
  );
}
