# The hooks with the real helper and an STS: a job that logs in, and a job that stops because AWS refuses.
# shellcheck disable=SC2016 # the scripts are for the shells under test

load lib/suite

# job SHELL_NAME TEXT COMMAND…: the credentials arrive in a child process.
logs_in() {
  local text="$2"
  shift 2
  require_shell "$1"
  printf '%s\n' "$text" >script
  run --separate-stderr as_job HOOK="$ROOT/shells/$HOOK" -- timeout "$PATIENCE" "$@" "$BATS_TEST_TMPDIR/script"
  expect_run 0 ""
  expect_variable in AWS_REGION eu-central-1
  local value
  variable_of in AWS_SESSION_TOKEN || fail_test "no session token"
  [[ ${#value} -gt 100 ]] || fail_test "the session token is short: ${#value}"
  expect_no_variable out AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_REGION
  expect "number of calls" "$(sts_calls)" 1
}

# stops CODE TEXT COMMAND…: nothing runs after a login that AWS refuses, what it says is shown, and the exit code is the helper's.
stops() {
  local code="$1" text="$2"
  shift 2
  require_shell "$1"
  printf '%s\n' "$text" >script
  run --separate-stderr as_job HOOK="$ROOT/shells/$HOOK" GITLAB_AWS_IDENTITY_TOKEN="$(strangers_token)" -- \
    timeout "$PATIENCE" "$@" "$BATS_TEST_TMPDIR/script"
  expect "exit code (stderr: $stderr)" "$status" "$code"
  expect_part stderr "$stderr" "$AWS_WORDS"
  expect_no_dump in
}

# What stands before and after the name of a function in the next scripts.
BEFORE=
AFTER=

# both CODE HOOK LOAD COMMAND…
both() {
  local code="$1" hook="$2" load="$3"
  shift 3
  local text="$load
${BEFORE}gitlab_aws_login --region eu-central-1$AFTER
dump in
${BEFORE}gitlab_aws_refresh
${BEFORE}gitlab_aws_logout
dump out"
  bats_test_function --description "$*: logs in with $hook" -- with_hook "$hook" logs_in "" "$text" "$@"
  bats_test_function --description "$*: stops with $code when AWS refuses, with $hook" -- with_hook "$hook" stops "$code" "$text" "$@"
}

with_hook() {
  HOOK="$1"
  shift
  # elvish finds a module beside the script.
  cp "$ROOT/shells/hook.elv" .
  "$@"
}

for shell in dash ksh93 mksh 'busybox ash' sh; do
  # shellcheck disable=SC2086 # words are meant
  both 5 hook.sh '. "$HOOK"' $shell -e
done
both 5 hook.bash '. "$HOOK"' bash --norc --noprofile -e -o pipefail
both 5 hook.zsh '. "$HOOK"' zsh -f -e
both 1 hook.ps1 '$ErrorActionPreference = "Stop"
. $env:HOOK' pwsh -NoProfile -NonInteractive -File
both 5 hook.nu "use $ROOT/shells/hook.nu *" nu --no-config-file
both 1 hook.xsh '$RAISE_SUBPROC_ERROR = True
source @(${...}["HOOK"])' xonsh --no-rc
both 5 hook.tcsh 'source $HOOK' tcsh -f -e
AFTER='; or exit'
both 5 hook.fish 'source $HOOK' fish --no-config
AFTER=
BEFORE=hook:
both 2 hook.elv 'use ./hook' elvish -norc

# A session of 15 minutes, of which less is left than the hook wants and more than the helper's cache keeps back by itself.
renews_for_the_hook() {
  local soon expiration
  TZ=UTC printf -v soon '%(%FT%TZ)T' "$((EPOCHSECONDS + 250))"
  for expiration in "$soon" "$EXPIRATION"; do
    sts POST credentials "{\"accessKeyId\":\"ASIAIOSFODNN7EXAMPLE\",\"secretAccessKey\":\"x\",\"sessionToken\":\"y\",\"expiration\":\"$expiration\"}" >/dev/null
    run --separate-stderr as_job -- timeout "$PATIENCE" sh -eu -c ". '$ROOT/shells/hook.sh'
gitlab_aws_login --duration-seconds 900
gitlab_aws_refresh
gitlab_aws_refresh
dump job"
    expect_run 0 ""
    expect_variable job AWS_CREDENTIAL_EXPIRATION "$expiration"
  done
  expect "number of calls" "$(sts_calls)" 2
}
bats_test_function --description "sh: the helper's cache gives nothing that the hook would want renewed" -- renews_for_the_hook
