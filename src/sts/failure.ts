// What went wrong when STS was asked, whatever form the SDK gives it: one shape for retries, exit codes and messages.

export interface StsFailure {
  /** AWS's error code as it stood in the answer, if the answer came from AWS. */
  readonly code: string | undefined;
  readonly message: string;
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
  /** Whether the same request may succeed a moment later. */
  readonly temporary: boolean;
  /** Whether AWS itself refused: a code of AWS with a 4xx status, and not for being asked too often. */
  readonly refused: boolean;
}

/** From botocore's and the JS SDK's lists of throttling codes. */
const THROTTLING = new Set([
  "BandwidthLimitExceeded",
  "LimitExceededException",
  "PriorRequestNotComplete",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
]);

const SOCKET_ERRORS = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);

/** AWS could not fetch the issuer's keys: often for a moment only. Two spaces in the answer, one in GitLab's docs. */
export const VERIFICATION_KEY = /couldn't retrieve verification key/i;

interface SdkError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly Code?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  readonly $response?: { readonly statusCode?: number; readonly headers?: Record<string, string> };
}

/** Reads an error of the SDK. Codes are matched as AWS wrote them: the SDK's `name` differs for modelled errors. */
export function readFailure(error: unknown): StsFailure {
  const { name, message, Code, code: systemCode, $metadata, $response } = (error ?? {}) as SdkError;
  const httpStatus = $metadata?.httpStatusCode ?? $response?.statusCode;
  const code = typeof Code === "string" && Code !== "" ? Code : undefined;
  const text = String(message ?? error);
  const clientError = httpStatus !== undefined && httpStatus >= 400 && httpStatus < 500;
  const throttled = httpStatus === 429 || (code !== undefined && THROTTLING.has(code));
  const unreachable = typeof systemCode === "string" && SOCKET_ERRORS.has(systemCode);
  const timedOut = name === "TimeoutError" || name === "AbortError";
  return {
    code,
    message: firstLine(text),
    httpStatus,
    requestId: $metadata?.requestId ?? $response?.headers?.["x-amzn-requestid"],
    refused: code !== undefined && clientError && !throttled,
    temporary:
      throttled ||
      unreachable ||
      timedOut ||
      code === "IDPCommunicationError" ||
      VERIFICATION_KEY.test(text) ||
      (httpStatus !== undefined && httpStatus >= 500 && httpStatus !== 501),
  };
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
