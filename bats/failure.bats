# What a failure prints, and with which exit code: the failing statement of the shell that evaluates stdout, or nothing.

load lib/suite

# failing_statement SHELL CODE
failing_statement() {
  case "$1" in
    sh | bash | zsh | dash | ksh | ksh93 | mksh | ash) printf '(exit %s);' "$2" ;;
    fish | tcsh | csh) printf 'false;' ;;
    powershell | pwsh) printf "throw 'gitlab-aws-credential-helper: failed (exit code %s)';" "$2" ;;
    cmd) printf 'cmd /d /c exit %s' "$2" ;;
    nu | nushell) ;;
    elvish) printf "fail 'gitlab-aws-credential-helper: failed (exit code %s)';" "$2" ;;
    xonsh) printf "raise RuntimeError('gitlab-aws-credential-helper: failed (exit code %s)');" "$2" ;;
    *) fail_test "no shell $1" ;;
  esac
}

SHELLS=(sh bash zsh dash ksh ksh93 mksh ash fish tcsh csh powershell pwsh cmd nu nushell elvish xonsh)

# fails CODE STDOUT: what the last run has to have done; it says so on stderr.
fails() {
  expect "exit code (stderr: $stderr)" "$status" "$1"
  expect stdout "$output" "$2"
  expect_match stderr "$stderr" '^gitlab-aws-credential-helper: .'
}

@test "failure: every shell gets its own failing statement, with the exit code where it can hold one" {
  local shell
  for shell in "${SHELLS[@]}"; do
    helper_with GITLAB_AWS_ACCOUNT_ID=12345 -- env --shell "$shell"
    fails 3 "$(failing_statement "$shell" 3)"
    expect_part stderr "$stderr" GITLAB_AWS_ACCOUNT_ID
  done
  expect "number of calls" "$(sts_calls)" 0
}

@test "failure: a denial has exit code 5 and AWS's words, after one call, in every script form" {
  local form denied expected
  denied="$(strangers_token)"
  for form in --export -e "--format env" "--format env-no-export" "--format fish" "--format powershell" "--shell zsh"; do
    rm -rf cache
    sts POST reset >/dev/null
    # shellcheck disable=SC2086 # a flag and its value
    helper_with GITLAB_AWS_IDENTITY_TOKEN="$denied" -- env $form
    expected="sh"
    [[ $form != *fish* ]] || expected="fish"
    [[ $form != *powershell* ]] || expected=powershell
    fails 5 "$(failing_statement "$expected" 5)"
    expect_part stderr "$stderr" "$AWS_WORDS"
    expect "number of calls" "$(sts_calls)" 1
  done
}

@test "failure: without a shell that evaluates it, stdout stays empty" {
  local form
  for form in "env" "env --format dotenv" "env --format json" "env --format process" "process" "exec -- true" "env -- true"; do
    rm -rf cache
    # shellcheck disable=SC2086
    helper_with GITLAB_AWS_IDENTITY_TOKEN="$(strangers_token)" -- $form
    if [[ $form == *true ]]; then fails 125 ""; else fails 5 ""; fi
  done
}

@test "failure: wrong usage has exit code 2 and fails in the shell that evaluates it" {
  local words
  while IFS= read -r words; do
    # shellcheck disable=SC2086
    helper $words
    fails 2 "(exit 2);"
  done <<'WORDS'
env --shell nosuch
env --shell
unset
unset --shell nosuch
evn --export
evn --shell bash
env --export --nosuch
env --export --export
env --export --shell sh
env --export --format json
env --export --duration-seconds
WORDS
  helper evn --shell fish
  fails 2 "false;"
  helper env --shell powershell --nosuch
  fails 2 "$(failing_statement powershell 2)"
  expect "number of calls" "$(sts_calls)" 0
}

@test "failure: no token is exit code 4, a broken one too, and nobody is asked" {
  helper_with GITLAB_AWS_IDENTITY_TOKEN= -- env --export
  fails 4 "(exit 4);"
  helper_with GITLAB_AWS_IDENTITY_TOKEN=broken -- env --export
  fails 4 "(exit 4);"
  helper_with GITLAB_AWS_IDENTITY_TOKEN="$(token '{"expired":true}')" -- env --export
  fails 4 "(exit 4);"
  helper_with GITLAB_AWS_IDENTITY_TOKEN= AWS_WEB_IDENTITY_TOKEN_FILE=/nonexistent -- env --export
  fails 4 "(exit 4);"
  expect "number of calls" "$(sts_calls)" 0
}

@test "failure: an answer that is not AWS's is exit code 6" {
  local fault
  for fault in html-403 html-200 no-credentials; do
    rm -rf cache
    reset_sts
    sts POST faults "{\"fault\":\"$fault\"}" >/dev/null
    helper env --export
    fails 6 "(exit 6);"
  done
}

@test "failure: throttling is tried three times, then exit code 6" {
  sts POST faults '{"fault":"throttle"}' >/dev/null
  helper env --export
  fails 6 "(exit 6);"
  expect "number of calls" "$(sts_calls)" 3
}

@test "failure: throttling that ends is no failure" {
  sts POST faults '{"fault":"throttle","times":2}' >/dev/null
  helper env --export
  expect "exit code" "$status" 0
  expect "number of calls" "$(sts_calls)" 3
}

@test "failure: a file that cannot be written is exit code 7, and the script fails" {
  mkdir folder
  printf old >file
  helper env --export -f folder
  fails 7 "(exit 7);"
  expect "number of calls" "$(sts_calls)" 0
  helper env --export -f file/below
  fails 7 "(exit 7);"
  expect "the file" "$(cat file)" old
}

@test "failure: a full stdout is no success" {
  [[ -e /dev/full ]] || skip "there is no /dev/full"
  run as_job -- sh -c 'gitlab-aws-credential-helper env --export >/dev/full'
  [[ $status -ne 0 ]] || fail_test "exit code 0"
}
