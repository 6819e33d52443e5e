# shellcheck shell=bash
# Other people's programs that ask AWS who they are.

IDENTITY="arn:aws:sts::$ACCOUNT:assumed-role/gitlab-acme-shop/gitlab-acme-shop-4711"

# client NAME: puts the command that prints the caller's ARN into $client, or skips the test. The endpoint is given to each: Debian's
# AWS CLI and boto3 are older than the variable for it.
client() {
  case "$1" in
    "AWS CLI")
      require_tool "the AWS CLI" aws --version
      client=(aws --endpoint-url "$STS_URL" sts get-caller-identity --query Arn --output text)
      ;;
    boto3)
      require_tool boto3 python3 -c 'import boto3'
      client=(python3 -c "import boto3; print(boto3.client('sts', endpoint_url='$STS_URL').get_caller_identity()['Arn'])")
      ;;
    "AWS SDK for JavaScript")
      client=(node "$ROOT/build/demo/identity.js")
      ;;
  esac
}

# expect_identity CALLS: what the program found out, and how often the helper or the program asked for a role.
expect_identity() {
  expect "exit code (stderr: $stderr)" "$status" 0
  expect "the identity" "$output" "$IDENTITY"
  expect "number of calls" "$(sts_calls)" "$1"
}
