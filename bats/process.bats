# `process`: the credential_process JSON, and what its readers see when it fails.

load lib/suite

@test "process: the JSON of the AWS SDKs, every value whole" {
  local set wanted
  for set in "${!NASTY_KEYS[@]}"; do
    rm -rf cache
    hand_out "${NASTY_KEYS[set]}" "${NASTY_SECRETS[set]}" "${NASTY_TOKENS[set]}"
    helper process
    expect "exit code" "$status" 0
    expect stderr "$stderr" ""
    wanted="{\"Version\":1,\"AccessKeyId\":$(json "${NASTY_KEYS[set]}"),\"SecretAccessKey\":$(json "${NASTY_SECRETS[set]}"),\"SessionToken\":$(json "${NASTY_TOKENS[set]}"),\"Expiration\":\"$EXPIRATION\"}"
    node -e 'require("assert").deepStrictEqual(...process.argv.slice(1).map((text) => Object.entries(JSON.parse(text))))' \
      "$output" "$wanted"
  done
}

@test "process: the expiry is in UTC, in whole seconds, with Z" {
  helper process
  expect_match stdout "$output" '"Expiration": "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"'
}

@test "process: a denial is exit code 5, an empty stdout, AWS's words on one line, and one call" {
  helper_with GITLAB_AWS_IDENTITY_TOKEN="$(strangers_token)" -- process
  expect "exit code" "$status" 5
  expect stdout "$output" ""
  expect_part stderr "$stderr" "$AWS_WORDS"
  expect "lines on stderr" "$(printf '%s\n' "$stderr" | wc -l | tr -d ' ')" 1
  expect "number of calls" "$(sts_calls)" 1
}

@test "process: every failure is one line" {
  local words
  while IFS= read -r words; do
    # shellcheck disable=SC2086
    helper_with GITLAB_AWS_ACCOUNT_ID=12345 -- process $words
    [[ $status == 2 || $status == 3 ]] || fail_test "exit code of process $words: $status"
    expect stdout "$output" ""
    expect "lines on stderr" "$(printf '%s\n' "$stderr" | wc -l | tr -d ' ')" 1
  done <<'WORDS'

--nosuch
--duration-seconds 1
surplus
WORDS
}

# Runs it so often that the answer is kept and given again.
keep_answer() {
  helper process
  helper process
  compgen -G "cache/gitlab-aws-credential-helper/*/*.answer" >/dev/null || fail_test "no answer is kept"
}

@test "process: an answer that was kept and cannot be written is a failure, too" {
  keep_answer
  : >empty
  run --separate-stderr as_job -- sh -c 'exec "$0" process 1<empty' "$PROGRAM"
  expect "exit code" "$status" 7
  expect_part stderr "$stderr" "cannot write the output"
}

@test "process: on a terminal it warns of secrets, whether an answer was kept or not" {
  command -v script >/dev/null || skip "script (util-linux) is not installed"
  keep_answer
  run as_job -- script -qec "$PROGRAM process" /dev/null
  expect "exit code" "$status" 0
  expect_part output "$output" "warning"
}
