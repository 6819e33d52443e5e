# `unset` as a text; that it works in each shell, the shell's own file shows.

load lib/suite

@test "unset: needs neither token nor account, and asks nobody" {
  run --separate-stderr clean AWS_ENDPOINT_URL_STS="$STS_URL" -- "$PROGRAM" unset --shell sh
  expect_run 0 "unset AWS_ACCESS_KEY_ID;
unset AWS_SECRET_ACCESS_KEY;
unset AWS_SESSION_TOKEN;
unset AWS_CREDENTIAL_EXPIRATION;
unset GITLAB_AWS_CREDENTIAL_EXPIRES_AT;"
  expect "number of calls" "$(sts_calls)" 0
}

@test "unset: takes the region out only with --region" {
  local words
  helper unset --shell bash
  expect_without stdout "$output" REGION
  for words in --region "--region eu-central-1" --region=eu-central-1; do
    # shellcheck disable=SC2086 # a flag and its value
    helper unset --shell bash $words
    expect "exit code" "$status" 0
    expect_part stdout "$output" $'unset AWS_REGION;\nunset AWS_DEFAULT_REGION;\n'
  done
}

@test "unset: nu gets a list of names" {
  helper unset --shell nu
  expect_run 0 '["AWS_ACCESS_KEY_ID","AWS_SECRET_ACCESS_KEY","AWS_SESSION_TOKEN","AWS_CREDENTIAL_EXPIRATION","GITLAB_AWS_CREDENTIAL_EXPIRES_AT"]'
}

@test "unset: no shell is guessed" {
  helper unset
  expect "exit code" "$status" 2
  expect stdout "$output" "(exit 2);"
  expect_part stderr "$stderr" "--shell"
}

@test "unset: takes out everything that env sets, in a script under set -eu" {
  run_in_sh 'eval "$(gitlab-aws-credential-helper env --export --region eu-west-1)"
dump set
eval "$(gitlab-aws-credential-helper unset --shell sh --region)"
dump unset'
  expect_run 0 ""
  local entry found=0
  while IFS= read -r -d '' entry; do
    [[ $entry == AWS_* && $entry != AWS_ENDPOINT_URL_STS=* ]] && found=$((found + 1))
  done <"$BATS_TEST_TMPDIR/set"
  expect "variables set" "$found" 6
  while IFS= read -r -d '' entry; do
    [[ $entry != AWS_* || $entry == AWS_ENDPOINT_URL_STS=* ]] || fail_test "still set: ${entry%%=*}"
  done <"$BATS_TEST_TMPDIR/unset"
}
