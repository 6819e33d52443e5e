// The keys of AWS files that decide where credentials come from.
// https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html

/** Keys of the AWS account itself. botocore reads aws_security_token before aws_session_token. */
export const STATIC_KEYS = [
  "aws_access_key_id",
  "aws_secret_access_key",
  "aws_session_token",
  "aws_security_token",
] as const;

/** Keys by which an SDK assumes a role or signs in: botocore looks at them before static keys. */
export const ROLE_KEYS = [
  "role_arn",
  "source_profile",
  "credential_source",
  "web_identity_token_file",
  "sso_session",
  "sso_account_id",
  "sso_role_name",
  "sso_start_url",
] as const;

/** Those of them that decide even when the others are missing: botocore then fails, and looks no further. */
export const DECISIVE_ROLE_KEYS = [
  "role_arn",
  "web_identity_token_file",
  "sso_account_id",
  "sso_role_name",
] as const;

/** The session of `aws login`. SDKs look at it after static keys, roles and SSO; botocore and the Go SDK before credential_process. */
export const LOGIN_KEY = "login_session";

export const PROCESS_KEY = "credential_process";

/** Keys that mean nothing without those above: they go when those go. */
export const COMPANION_KEYS = [
  "expiration",
  "x_security_token_expires",
  "aws_expiration",
  "aws_account_id",
  "role_session_name",
  "duration_seconds",
  "external_id",
  "mfa_serial",
  "sso_region",
] as const;
