# Profiles that the helper writes, as other people's programs read them.

load lib/suite
load lib/clients

for name in "AWS CLI" boto3 "AWS SDK for JavaScript"; do
  bats_test_function --description "$name: static profile" -- reads_profile "$name" 1
  bats_test_function --description "$name: named profile among others" -- reads_named_profile "$name"
  bats_test_function --description "$name: credential_process profile" -- reads_profile "$name" 1 --credential-process
  bats_test_function --description "$name: credential_process profile, helper and token on paths with blanks" -- reads_blank_paths "$name"
  bats_test_function --description "$name: many roles" -- reads_many_roles "$name"
done

# job_with_home NAME=VALUE… -- COMMAND…: a home folder of the test's own, where no other test's profile is.
job_with_home() {
  as_job HOME="$BATS_TEST_TMPDIR/home" AWS_EC2_METADATA_DISABLED=true AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1 "$@"
}

# write_profile WORD…
write_profile() {
  run --separate-stderr job_with_home -- timeout "$PATIENCE" "$PROGRAM" aws-profile "$@"
  expect_run 0 ""
}

# ask NAME=VALUE…: the client, with nothing of the helper in its environment but what a profile may need.
ask() {
  run --separate-stderr job_with_home "$@" -- timeout "$PATIENCE" "${client[@]}"
}

reads_profile() {
  local -a client
  client "$1"
  write_profile "${@:3}"
  ask
  expect_identity "$2"
}

reads_named_profile() {
  local -a client
  client "$1"
  mkdir -p home/.aws
  printf '# mine\n[default]\naws_access_key_id = AKIAOTHER\naws_secret_access_key = x\n' >home/.aws/credentials
  chmod 600 home/.aws/credentials
  write_profile --name team/deploy
  ask AWS_PROFILE=team/deploy
  expect_identity 1
}

reads_blank_paths() {
  local -a client
  client "$1"
  mkdir 'the tools'
  if [[ $HELPER == *.cjs ]]; then cp "$(dirname "$HELPER")"/*.cjs 'the tools'; else cp "$HELPER" 'the tools'; fi
  printf '%s\n' "$STS_TOKEN" >'a token'
  run --separate-stderr job_with_home GITLAB_AWS_IDENTITY_TOKEN= -- "the tools/$(basename "$HELPER")" \
    aws-profile --credential-process --web-identity-token-file 'a token'
  expect_run 0 ""
  ask GITLAB_AWS_IDENTITY_TOKEN=
  expect_identity 1
}

reads_many_roles() {
  local -a client
  client "$1"
  local role="arn:aws:iam::$ACCOUNT:role/gitlab-acme-shop"
  write_profile --credential-process --profile "dev=$role" --profile "prod.eu=$role"
  ask AWS_PROFILE=prod.eu
  expect_identity 1
}

# Debian's AWS CLI and boto3 would ask AWS itself for the role: they are older than AWS_ENDPOINT_URL_STS.
@test "AWS SDK for JavaScript: web identity profile" {
  local -a client
  client "AWS SDK for JavaScript"
  write_profile --web-identity
  ask GITLAB_AWS_IDENTITY_TOKEN=
  expect_identity 1
}

@test "cleanup: takes away what was written, and the client finds nothing any more" {
  local -a client
  client "AWS SDK for JavaScript"
  write_profile --credential-process
  run --separate-stderr job_with_home GITLAB_AWS_IDENTITY_TOKEN= -- "$PROGRAM" cleanup
  expect "exit code" "$status" 0
  expect_part stderr "$stderr" "removed [default] from $PWD/home/.aws/config"
  [[ ! -e home/.aws/config ]] || fail_test "the config file, which the helper made, is still there"
  ask
  [[ $status != 0 ]] || fail_test "it found credentials: $output"
}
