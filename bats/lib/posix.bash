# shellcheck shell=bash
# The ways of the POSIX family. A file of one of its shells says how the shell is started, then calls posix_tests.

# shellcheck source=shell.bash
source "$BATS_TEST_DIRNAME/lib/shell.bash"

posix_tests() {
  posix_ways
  posix_failures
}

posix_ways() {
  begin_with "set -eu"
  main_way 'eval "$({})"'
  way $'script="$({})"\neval "$script"'
  way $'{} >loaded\n. ./loaded'
  corpus_way 'eval "`{}`"'
  in_locale C
  corpus_way 'eval "$({})"'
  in_locale C.UTF-8
}

posix_failures() {
  begin_with "set -e"
  stops 5 'eval "$({})"'
  stops 5 $'script="$({})"\neval "$script"'
  stops 5 'script="$({})" || exit $?'
  stops 5 'eval "$({} || echo false)"'
  stops 9 'eval "$({})" || exit 9'
  stops 5 $'{} >loaded\n. ./loaded'
  stops 5 $'login() { script="$({})" || return $?; eval "$script"; }\nlogin'
  goes_on 'eval "$({})" || exit 9'
  wrong_usage_stops 2 'eval "$({})"'
}

# For the shells that have it.
process_substitution_tests() {
  begin_with "set -eu"
  way '. <({})'
  begin_with "set -e"
  stops 5 '. <({})'
}

pipefail_tests() {
  begin_with $'set -eu\nset -o pipefail'
  corpus_way 'eval "$({})"'
  stops 5 'eval "$({})"'
  stops 5 $'script="$({})"\neval "$script"'
}
