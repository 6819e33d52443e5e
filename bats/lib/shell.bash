# shellcheck shell=bash
# The tests that every shell has to pass. A shell's own file says how the shell is started (shell_is) and how its users load a
# script (way); each statement there makes tests. In a template, `{}` stands for the helper's command line.

# The shell that the next statements are about: its name for --shell, and the words that run a script file in it.
SHELL_NAME=
SHELL_COMMAND=

PREFIX=
LOCALE=C.UTF-8
UNLOAD=

# shell_is NAME COMMAND…
shell_is() {
  SHELL_NAME="$1"
  SHELL_COMMAND="${*:2}"
  PREFIX=
  LOCALE=C.UTF-8
  UNLOAD=
}

# begin_with STATEMENTS: the scripts that follow begin with them.
begin_with() {
  PREFIX="$1"
}

# in_locale NAME: that of the scripts that follow.
in_locale() {
  LOCALE="$1"
}

# unload_with TEMPLATE: how a script of `unset` is loaded, where it is not loaded like the others.
unload_with() {
  UNLOAD="$1"
}

# make_test WHAT TEXT FUNCTION ARGUMENT…: TEXT is shown in the name of the test, on one line.
make_test() {
  local description="$SHELL_COMMAND: $1: ${2//$'\n'/ ⏎ }"
  shift 2
  [[ $LOCALE == C.UTF-8 ]] || description+=" (LC_ALL=$LOCALE)"
  [[ -z $PREFIX ]] || description+=" (after ${PREFIX//$'\n'/ ⏎ })"
  # bats evaluates the description between double quotes.
  description="${description//\\/\\\\}"
  description="${description//\"/\\\"}"
  description="${description//\$/\\\$}"
  description="${description//\`/\\\`}"
  bats_test_function --description "$description" -- \
    "$1" "$SHELL_NAME" "$SHELL_COMMAND" "$LOCALE" "$PREFIX" "${@:2}"
}

# main_way TEMPLATE: the way that the documentation shows, for the corpus and all credentials.
main_way() {
  corpus_way "$1"
  make_test credentials "$1" credentials_arrive "$1" "${UNLOAD:-$1}" "${!NASTY_KEYS[*]}"
}

# way TEMPLATE: another way. The corpus shows that it carries every value; one set of credentials shows the rest.
way() {
  corpus_way "$1"
  make_test credentials "$1" credentials_arrive "$1" "${UNLOAD:-$1}" 1
}

# corpus_way TEMPLATE: only the corpus.
corpus_way() {
  make_test corpus "$1" corpus_arrives "$1" "${UNLOAD:-$1}"
}

# stops STATUS TEMPLATE: a job with these lines stops with this exit code when AWS refuses.
stops() {
  make_test "stops with $1" "$2" denial_stops "$1" "$2"
}

# goes_on TEMPLATE: the same lines let a job go on that may log in, and one that logs out without having logged in.
goes_on() {
  make_test "goes on" "$1" success_goes_on "$1"
}

# wrong_usage_stops STATUS TEMPLATE: the same when the command line is wrong, whatever is wrong with it.
wrong_usage_stops() {
  make_test "wrong usage stops with $1" "$2" usage_stops "$1" "$2"
}

# run_script COMMAND LOCALE TEXT [NAME=VALUE…]: runs a script in the shell, as a job.
run_script() {
  local -a words
  read -ra words <<<"$1"
  printf '%s\n' "$3" >script
  run --separate-stderr as_job LC_ALL="$2" "${@:4}" -- timeout "$PATIENCE" "${words[@]}" "$BATS_TEST_TMPDIR/script"
}

# fill TEMPLATE COMMAND_LINE
fill() {
  printf '%s' "${1//\{\}/"$2"}"
}

corpus_arrives() {
  local shell="$1" command="$2" locale="$3" prefix="$4" load="$5" unload="$6"
  local script="$prefix" chunk
  require_shell "${command%% *}"
  prepare_corpus "$shell"
  for ((chunk = 0; chunk < CHUNKS; chunk++)); do
    script+=$'\n'"$(fill "$load" "tool set-$chunk")"$'\n'"dump set-$chunk"
  done
  for _ in once twice; do script+=$'\n'"$(fill "$unload" "tool unset")"; done
  script+=$'\n'"dump unset"
  run_script "$command" "$locale" "$script" CORPUS="$CORPUS"
  expect_run 0 ""
  run node "$ROOT/build/test/corpus/check.js" "$BATS_TEST_TMPDIR"
  expect "the checker's verdict" "$output" "ok $VALUES"
  expect_nothing_ran
}

# Makes the scripts of the corpus for a shell, once for each file of tests.
prepare_corpus() {
  local refused
  CORPUS="$BATS_FILE_TMPDIR/corpus-$1"
  if [[ ! -e $CORPUS/counts ]]; then
    mkdir -p "$CORPUS"
    node "$ROOT/build/test/corpus/emit.js" "$1" "$CORPUS" >"$CORPUS/counts"
  fi
  read -r VALUES refused CHUNKS <"$CORPUS/counts"
  expect "number of values refused" "$refused" 0
  ((VALUES >= 2505)) || fail_test "the corpus has only $VALUES values"
}

# Values of the corpus and of the nasty credentials that run as code leave this file.
expect_nothing_ran() {
  [[ ! -e pwned ]] || fail_test "a value was run as code"
}

# Credentials loaded, seen by a child process, taken out again, twice.
credentials_arrive() {
  local shell="$1" command="$2" locale="$3" prefix="$4" load="$5" unload="$6" sets="$7"
  local script set
  require_shell "${command%% *}"
  script="$prefix
$(fill "$load" "$PROGRAM env --shell $shell --region eu-central-1")
dump set
$(fill "$unload" "$PROGRAM unset --shell $shell")
dump region-left
$(fill "$unload" "$PROGRAM unset --shell $shell --region")
$(fill "$unload" "$PROGRAM unset --shell $shell --region")
dump unset"
  for set in $sets; do
    rm -rf cache
    hand_out "${NASTY_KEYS[set]}" "${NASTY_SECRETS[set]}" "${NASTY_TOKENS[set]}"
    run_script "$command" "$locale" "$script" AWS_PROFILE=stale AWS_DEFAULT_PROFILE=stale AWS_SECURITY_TOKEN=stale \
      AWS_REGION=us-west-2 AWS_ENDPOINT_URL="$STS_URL"
    expect_run 0 ""
    expect_loaded "${NASTY_KEYS[set]}" "${NASTY_SECRETS[set]}" "${NASTY_TOKENS[set]}"
    expect_nothing_ran
  done
}

expect_loaded() {
  expect_variable set AWS_ACCESS_KEY_ID "$1"
  expect_variable set AWS_SECRET_ACCESS_KEY "$2"
  expect_variable set AWS_SESSION_TOKEN "$3"
  expect_variable set AWS_CREDENTIAL_EXPIRATION "$EXPIRATION"
  expect_variable set GITLAB_AWS_CREDENTIAL_EXPIRES_AT "$EXPIRES_AT"
  expect_variable set AWS_REGION eu-central-1
  expect_variable set AWS_DEFAULT_REGION eu-central-1
  expect_no_variable set AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SECURITY_TOKEN
  expect_variable region-left AWS_DEFAULT_REGION eu-central-1
  local -a names=(AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION
    GITLAB_AWS_CREDENTIAL_EXPIRES_AT)
  expect_no_variable region-left "${names[@]}"
  expect_no_variable unset "${names[@]}" AWS_REGION AWS_DEFAULT_REGION
}

denial_stops() {
  local shell="$1" command="$2" locale="$3" prefix="$4" code="$5" load="$6"
  require_shell "${command%% *}"
  run_script "$command" "$locale" "$prefix
$(fill "$load" "$PROGRAM env --shell $shell")
dump went-on" GITLAB_AWS_IDENTITY_TOKEN="$(strangers_token)"
  expect "exit code (stderr: $stderr)" "$status" "$code"
  expect_part stderr "$stderr" "$AWS_WORDS"
  expect stdout "$output" ""
  expect_no_dump went-on
  expect "number of calls" "$(sts_calls)" 1
}

success_goes_on() {
  local shell="$1" command="$2" locale="$3" prefix="$4" load="$5" words
  require_shell "${command%% *}"
  for words in "env --shell $shell" "unset --shell $shell --region"; do
    rm -f went-on
    run_script "$command" "$locale" "$prefix
$(fill "$load" "$PROGRAM $words")
dump went-on"
    expect_run 0 ""
    [[ -e went-on ]] || fail_test "the script did not go on after $words"
  done
}

usage_stops() {
  local shell="$1" command="$2" locale="$3" prefix="$4" code="$5" load="$6" words
  require_shell "${command%% *}"
  for words in "evn --shell $shell" "env --shell $shell --no-such-flag" "env --shell $shell --region" "unset --shell $shell --nonsense"; do
    run_script "$command" "$locale" "$prefix
$(fill "$load" "$PROGRAM $words")
dump went-on"
    expect "exit code after $words (stderr: $stderr)" "$status" "$code"
    expect_part stderr "$stderr" "$PROGRAM: "
    expect_no_dump went-on
  done
  expect "number of calls" "$(sts_calls)" 0
}
