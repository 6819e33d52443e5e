# shellcheck shell=bash
# Looks into the environments that `dump NAME` has kept.

# variable_of DUMP NAME: puts the value into $value; fails where there is no such variable.
variable_of() {
  local entry
  while IFS= read -r -d '' entry; do
    if [[ $entry == "$2="* ]]; then
      value="${entry#*=}"
      return 0
    fi
  done <"$BATS_TEST_TMPDIR/$1"
  return 1
}

# expect_variable DUMP NAME WANTED
expect_variable() {
  local value
  variable_of "$1" "$2" || fail_test "$2 is not set ($1)" || return
  expect "$2 ($1)" "$value" "$3"
}

# expect_no_variable DUMP NAME…
expect_no_variable() {
  local value name dump="$1"
  shift
  for name; do
    if variable_of "$dump" "$name"; then fail_test "$name is set ($dump): $value" || return; fi
  done
}

expect_no_dump() {
  [[ ! -e $BATS_TEST_TMPDIR/$1 ]] || fail_test "the script went on to: dump $1"
}
