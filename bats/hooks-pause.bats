# How often a refresh starts the helper when it cannot give what the hook wants: it has no fresher credentials, or it fails.

load lib/hooks

# pauses HOOK SHELL_NAME COMMAND…: the next time, half of what is left of the credentials has to be over.
pauses() {
  local hook="$1" name="$2" end=2000000000
  local called="[env][--shell][$name]" later=$((end + 3600))
  shift 2
  require_shell "$1"
  add_programs
  write_script "$hook" <<END
load
run expiry $end
clock $((end - 200))
login
run mark 200
refresh
clock $((end - 101))
refresh
run mark 101
clock $((end - 100))
refresh
run mark 100
clock $((end - 51))
refresh
run mark 51
run expiry $later
clock $((end - 50))
refresh
run mark renewed
clock $((later - 301))
refresh
run mark 301
run answer 5
clock $((later - 300))
refresh
run mark failed
run dump kept
clock $((later - 151))
refresh
run mark 151
clock $((later - 150))
refresh
run mark 150
clock $later
try refresh
run mark over
run dump gone
END
  run_script "$hook" "$name" -- timeout "$PATIENCE" "$@"
  expect "exit code (stderr: $stderr)" "$status" 0
  expect stdout "$output" ""
  expect "what happened" "$(<calls)" "$called
200
101
$called
100
51
$called
renewed
301
$called
failed
151
$called
150
$called
over"
  expect_variable kept AWS_ACCESS_KEY_ID ASIAIOSFODNN7EXAMPLE
  expect_variable kept GITLAB_AWS_CREDENTIAL_EXPIRES_AT "$later"
  expect_no_variable gone AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN GITLAB_AWS_CREDENTIAL_EXPIRES_AT
  expect_part stderr "$stderr" "$PROGRAM: the old credentials stay in use: they are good for 300 more seconds"
  expect_part stderr "$stderr" "$PROGRAM: the old credentials stay in use: they are good for 150 more seconds"
}

# at_once HOOK SHELL_NAME COMMAND…: the same by the real clock, so without waiting for a half to be over.
at_once() {
  local hook="$1" name="$2" now
  local called="[env][--shell][$name]"
  shift 2
  require_shell "$1"
  add_programs
  now="$(date +%s)"
  write_script "$hook" <<END
load
run expiry $((now + 200))
login
run mark login
refresh
refresh
run mark same
run answer 5
set GITLAB_AWS_CREDENTIAL_EXPIRES_AT $((now + 250))
refresh
run mark failed
refresh
refresh
run mark paused
run dump kept
set GITLAB_AWS_CREDENTIAL_EXPIRES_AT $((now + 240))
try refresh -r other
run mark other
run dump gone
END
  run_script "$hook" "$name" -- timeout "$PATIENCE" "$@"
  expect "exit code (stderr: $stderr)" "$status" 0
  expect stdout "$output" ""
  expect "what happened" "$(<calls)" "$called
login
same
$called
failed
paused
${called}[-r][other]
other"
  expect_variable kept AWS_ACCESS_KEY_ID ASIAIOSFODNN7EXAMPLE
  expect_no_variable gone AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN GITLAB_AWS_CREDENTIAL_EXPIRES_AT
  expect_part stderr "$stderr" "$PROGRAM: the old credentials stay in use: they are good for "
}

# silent HOOK SHELL_NAME COMMAND…: a helper that ends well and prints nothing has failed, too.
silent() {
  local hook="$1" name="$2" now
  shift 2
  require_shell "$1"
  add_programs
  now="$(date +%s)"
  write_script "$hook" <<END
load
login -r x
run answer silent
set GITLAB_AWS_CREDENTIAL_EXPIRES_AT $((now + 250))
refresh -r x
run dump kept
END
  run_script "$hook" "$name" -- timeout "$PATIENCE" "$@"
  expect "exit code (stderr: $stderr)" "$status" 0
  expect_variable kept GITLAB_AWS_CREDENTIAL_EXPIRES_AT "$((now + 250))"
  expect_part stderr "$stderr" "$PROGRAM: the old credentials stay in use: they are good for "
}

# shellcheck disable=SC2086 # words are meant
for shell in "${POSIX_SHELLS[@]}" "${OTHER_SHELLS[@]}"; do
  set -- $shell
  if has_clock "${@:3}"; then
    hook_test "$shell: waits for half of what is left" pauses "$@"
  fi
  hook_test "$shell: does not ask again at once" at_once "$@"
  hook_test "$shell: a helper that prints nothing" silent "$@"
done
