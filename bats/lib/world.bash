# shellcheck shell=bash
# What every test stands on: where the parts of the project are, a clean environment, and checks that say what they found.

bats_require_minimum_version 1.5.0

ROOT="$(cd "$BATS_TEST_DIRNAME/.." && pwd)"
PROGRAM=gitlab-aws-credential-helper
HELPER="$(realpath "${HELPER_UNDER_TEST:-$ROOT/dist/$PROGRAM.cjs}" || true)"

# Seconds after which a command is taken to hang.
readonly PATIENCE=60

# Puts the helper on the PATH under its own name, and makes the folders of a file's tests.
make_world() {
  [[ -x $HELPER && -d $ROOT/build/embedded-sts ]] || fail_test "first: npm run build && npm run compile"
  mkdir -p "$BATS_FILE_TMPDIR/bin" "$BATS_FILE_TMPDIR/home"
  ln -s "$HELPER" "$BATS_FILE_TMPDIR/bin/$PROGRAM"
}

# The PATH of the tests. The npm packages come last: they must not hide what the machine has.
test_path() {
  printf '%s' "$BATS_FILE_TMPDIR/bin:$BATS_TEST_DIRNAME/lib/bin:$PATH:$ROOT/node_modules/.bin"
}

# clean [NAME=VALUE…] -- COMMAND…: runs a command with nothing in its environment but what is named here.
clean() {
  local -a variables=()
  while [[ $1 != -- ]]; do
    variables+=("$1")
    shift
  done
  shift
  env -i PATH="$(test_path)" HOME="$BATS_FILE_TMPDIR/home" LC_ALL=C.UTF-8 NO_COLOR=1 TERM=dumb \
    POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off DUMPS="$BATS_TEST_TMPDIR" \
    XDG_CACHE_HOME="$BATS_TEST_TMPDIR/cache" \
    ${variables[@]+"${variables[@]}"} "$@"
}

# require_shell PROGRAM: skips the test where the shell is missing. On CI that is a failure, but for the two shells that come neither
# from Debian nor from npm.
require_shell() {
  PATH="$(test_path)" command -v "$1" >/dev/null && return
  if [[ ${CI-} == true && $1 != pwsh && $1 != cmd.exe ]]; then
    fail_test "$1 is not installed, and CI=true"
  fi
  skip "$1 is not installed"
}

# require_tool WORD COMMAND…: skips the test where the command does not succeed.
require_tool() {
  local name="$1"
  shift
  "$@" >/dev/null 2>&1 && return
  [[ ${REQUIRE_AWS_TOOLS-} != 1 ]] || fail_test "$name is missing, and REQUIRE_AWS_TOOLS=1"
  skip "$name is not installed"
}

fail_test() {
  printf '%s\n' "$@" >&2
  return 1
}

# expect WHAT GOT WANTED
expect() {
  [[ $2 == "$3" ]] || fail_test "$1 is: $2" "instead of: $3"
}

# expect_match WHAT GOT REGEX
expect_match() {
  [[ $2 =~ $3 ]] || fail_test "$1 is: $2" "which does not match: $3"
}

# expect_part WHAT GOT PART
expect_part() {
  [[ $2 == *"$3"* ]] || fail_test "$1 is: $2" "which does not contain: $3"
}

# expect_without WHAT GOT PART
expect_without() {
  [[ $2 != *"$3"* ]] || fail_test "$1 is: $2" "which contains: $3"
}

# expect_run STATUS STDOUT: what `run --separate-stderr` found, and nothing on stderr.
expect_run() {
  expect "exit code (stderr: $stderr)" "$status" "$1"
  expect stdout "$output" "$2"
  expect stderr "$stderr" ""
}
