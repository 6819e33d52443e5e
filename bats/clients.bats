# Other people's programs get an identity with what the helper gives: the AWS CLI and boto3, where the machine has them, and the AWS SDK
# for JavaScript; and the helper gets credentials from other people's STS, moto.

load lib/suite
load lib/clients

for name in "AWS CLI" boto3 "AWS SDK for JavaScript"; do
  for way in credential_process eval child; do
    bats_test_function --description "$name: $way" -- identity "$name" "$way"
  done
done

identity() {
  local -a client
  client "$1"
  "through_$2"
  expect_identity 1
}

through_credential_process() {
  printf '[default]\nregion = us-east-1\ncredential_process = %s process\n' "$PROGRAM" >config
  run --separate-stderr as_job AWS_CONFIG_FILE="$PWD/config" AWS_EC2_METADATA_DISABLED=true -- \
    timeout "$PATIENCE" "${client[@]}"
}

through_eval() {
  run --separate-stderr as_job AWS_PROFILE=stale AWS_EC2_METADATA_DISABLED=true -- timeout "$PATIENCE" \
    sh -euc 'eval "$(gitlab-aws-credential-helper env --export --region us-east-1)"; "$@"' sh "${client[@]}"
}

through_child() {
  run --separate-stderr as_job AWS_PROFILE=stale AWS_EC2_METADATA_DISABLED=true -- timeout "$PATIENCE" \
    "$PROGRAM" env --region us-east-1 -- "${client[@]}"
}

@test "AWS CLI: shows why credential_process failed" {
  local -a client
  client "AWS CLI"
  printf '[default]\nregion = us-east-1\ncredential_process = %s process\n' "$PROGRAM" >config
  run --separate-stderr as_job AWS_CONFIG_FILE="$PWD/config" AWS_EC2_METADATA_DISABLED=true \
    GITLAB_AWS_IDENTITY_TOKEN="$(strangers_token)" -- timeout "$PATIENCE" "${client[@]}"
  [[ $status != 0 ]] || fail_test "it succeeded"
  expect_part stderr "$stderr" "$AWS_WORDS"
}

@test "moto: the helper takes credentials from other people's STS" {
  # Neither Debian nor npm has it, so nobody can be asked to have it.
  python3 -c 'import moto.server' 2>/dev/null || skip "moto is not installed"
  local url line
  mkfifo log
  # Its own process id: that of the background job is a shell's.
  clean -- sh -c 'echo $$ >moto.pid; exec python3 -m moto.server -H 127.0.0.1 -p 0' >log 2>&1 3>&- &
  # Kept open: its later lines must find a reader.
  exec {MOTO_LOG}<log
  while read -r -t "$PATIENCE" line <&"$MOTO_LOG"; do
    if [[ $line =~ (http://127\.0\.0\.1:[0-9]+) ]]; then
      url="${BASH_REMATCH[1]}"
      break
    fi
  done
  [[ -n ${url-} ]] || fail_test "moto did not say where it is"
  run_in_sh 'eval "$(gitlab-aws-credential-helper env --export)"; dump set' AWS_ENDPOINT_URL_STS="$url"
  expect_run 0 ""
  local value
  variable_of set AWS_ACCESS_KEY_ID
  expect_match AWS_ACCESS_KEY_ID "$value" '^ASIA'
  variable_of set AWS_SESSION_TOKEN
  variable_of set AWS_CREDENTIAL_EXPIRATION
  expect_match AWS_CREDENTIAL_EXPIRATION "$value" '^20[0-9-]+T[0-9:]+Z$'
}

teardown() {
  [[ ! -e moto.pid ]] || kill "$(<moto.pid)"
}
