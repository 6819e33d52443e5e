// An StsFailure as the user sees it.
import { EXIT, HelperError } from "../errors.ts";
import type { AssumeRoleInput } from "./assume-role-input.ts";
import { readFailure, type StsFailure } from "./failure.ts";
import { remedyFor } from "./refusals.ts";

/** Exit code 5 when AWS refused, 6 for all else; AWS's code, message and request id are in the message. */
export function failureError(cause: unknown, input: AssumeRoleInput): HelperError {
  const failure = readFailure(cause);
  if (failure.refused && failure.code !== undefined)
    return error(
      EXIT.REFUSED,
      `AWS refused: ${inWords(failure)}`,
      remedyFor(failure.code, failure.message, { ...input, claims: input.token.claims }),
      cause,
    );
  if (failure.code !== undefined)
    return error(
      EXIT.UNAVAILABLE,
      `AWS STS is not available: ${inWords(failure)}`,
      "It is temporary by AWS's own words: run the job again.",
      cause,
    );
  if (failure.httpStatus !== undefined)
    return error(
      EXIT.UNAVAILABLE,
      `${input.endpoint} answered with HTTP status ${failure.httpStatus}, but not as AWS STS does`,
      "Something in between may have answered, such as a proxy: check the endpoint and the runner's network.",
      cause,
    );
  return error(
    EXIT.UNAVAILABLE,
    `no answer from ${input.endpoint}: ${failure.message}`,
    "Check the region, the endpoint and the runner's network and proxy (HTTPS_PROXY, NO_PROXY, AWS_CA_BUNDLE).",
    cause,
  );
}

function inWords({ code, message, httpStatus, requestId }: StsFailure): string {
  const id = requestId === undefined ? "" : `, request id ${requestId}`;
  return `${code}: ${message} (HTTP status ${httpStatus}${id})`;
}

function error(exitCode: number, message: string, remedy: string | undefined, cause: unknown): HelperError {
  return new HelperError(exitCode, message, { cause, ...(remedy === undefined ? {} : { remedy }) });
}
