# GITLAB_AWS_REFRESH_MARGIN: every shell takes it alike, and hands it to the helper, whose cache goes by it as well.

load lib/hooks

# What is asked for, and how many seconds that is: one to nine decimal digits, or else 300.
# shellcheck disable=SC2016
MARGINS=(
  '60=60' '0=0' '1000=1000' '0300=300' '0700=700' '08=8' '00=0' '010=10' '000000900=900' '999999999=999999999'
  '0000000900=300' '9999999999=300' '99999999999999999999=300' '=300' '-1=300' '+60=300' '1e3=300' '0x10=300' '60 =300' ' 60=300' '1 2=300'
  '6.5=300' 'abc=300' 'x[$(touch pwned)]=300' '`touch pwned`=300' $'60\n=300' '*=300' '٦٠=300'
)

# margins HOOK SHELL_NAME COMMAND…: a refresh when as much as the margin is left calls the helper, with the margin; one when more is left
# does not, and the variable stays as it is.
margins() {
  local hook="$1" name="$2" pair number=0 now text=load expected=() variables=()
  shift 2
  require_shell "$1"
  add_programs
  now="$(date +%s)"
  for pair in "${MARGINS[@]}"; do
    number=$((number + 1))
    variables+=("M$number=${pair%=*}")
    expected+=("${pair##*=}" "$number")
    text+="
copy GITLAB_AWS_REFRESH_MARGIN M$number
set GITLAB_AWS_CREDENTIAL_EXPIRES_AT $((now + ${pair##*=} + 600))
refresh
set GITLAB_AWS_CREDENTIAL_EXPIRES_AT $((now + ${pair##*=}))
refresh
run margin $number
run dump $number"
  done
  cat >bin/margin <<'END'
#!/bin/sh
echo "$1" >>"$STUB/margins"
END
  chmod +x bin/margin
  write_script "$hook" <<<"$text"
  run_script "$hook" "$name" "${variables[@]}" -- timeout "$PATIENCE" "$@"
  expect_run 0 ""
  expect "what the helper was given for each margin, and the margin's number" "$(<"$STUB/margins")" "$(printf '%s\n' "${expected[@]}")"
  for (( ; number > 0; number--)); do
    expect_variable "$number" GITLAB_AWS_REFRESH_MARGIN "${MARGINS[number - 1]%=*}"
  done
  [[ ! -e pwned ]] || fail_test "a margin was run as code"
}

# no_margin HOOK SHELL_NAME COMMAND…: where there is none, the helper gets what the hook goes by, and the user gets no variable.
no_margin() {
  local hook="$1" name="$2"
  shift 2
  require_shell "$1"
  add_programs
  write_script "$hook" <<END
load
login
run dump login
set GITLAB_AWS_CREDENTIAL_EXPIRES_AT 10
refresh
run dump refresh
run answer 5
try login
run dump failed
END
  run_script "$hook" "$name" -- timeout "$PATIENCE" "$@"
  expect "exit code (stderr: $stderr)" "$status" 0
  expect "what the helper was given" "$(<"$STUB/margins")" $'300\n300\n300'
  expect_no_variable login GITLAB_AWS_REFRESH_MARGIN
  expect_no_variable refresh GITLAB_AWS_REFRESH_MARGIN
  expect_no_variable failed GITLAB_AWS_REFRESH_MARGIN
}

# own_margin HOOK SHELL_NAME COMMAND…: a variable of the shell that is not exported, and one that cannot be changed.
own_margin() {
  local hook="$1" name="$2" declaration
  shift 2
  require_shell "$1"
  for declaration in GITLAB_AWS_REFRESH_MARGIN=60 'readonly GITLAB_AWS_REFRESH_MARGIN=60'; do
    : >"$STUB/margins"
    # shellcheck disable=SC2016 # for the shell under test
    printf '%s\n' "$declaration" '. "$HOOK"' gitlab_aws_login 'dump after' >script
    run_script "$hook" "$name" -- timeout "$PATIENCE" "$@"
    expect_run 0 ""
    expect "what the helper was given after $declaration" "$(<"$STUB/margins")" 60
    expect_no_variable after GITLAB_AWS_REFRESH_MARGIN
  done
}

# shellcheck disable=SC2086 # words are meant
for shell in "${POSIX_SHELLS[@]}"; do
  set -- $shell
  hook_test "$shell: a margin that is not exported" own_margin "$@"
done
# shellcheck disable=SC2086
for shell in "${POSIX_SHELLS[@]}" "${OTHER_SHELLS[@]}"; do
  set -- $shell
  hook_test "$shell: what a margin means" margins "$@"
  hook_test "$shell: the helper gets the margin" no_margin "$@"
done
