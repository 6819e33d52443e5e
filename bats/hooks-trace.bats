# No secret in a trace, and the trace is on again afterwards.

load lib/hooks

# traced HOW OPTION HOOK SHELL_NAME COMMAND…
traced() {
  local how="$1" option="$2" hook="$3" name="$4"
  shift 4
  require_shell "$1"
  hooked "$hook" "$name" -- timeout "$PATIENCE" "$@" "$(script_for "$hook" traces trace)" ${how:+"$how"} ${option:+"$option"}
  expect "exit code (stderr: $stderr)" "$status" 0
  # Three logins, so the silence is not that of a script that did nothing.
  expect "number of calls" "$(grep -c '' calls)" 3
  expect_no_secret "stdout" "$output"
  expect_no_secret "stderr" "$stderr"
  expect_part "the trace" "$output$stderr" still-traced
}

# Other descriptors, and a trap that shows every command before it runs.
trace_elsewhere() {
  require_shell bash
  hooked hook.bash bash -- bash -c 'exec 7>trace; BASH_XTRACEFD=7; set -- plain x; . "$0"' "$HOOK_TESTS/traces/trace.sh"
  expect_run 0 ""
  expect_no_secret "the trace" "$(<trace)"
  expect_part "the trace" "$(<trace)" still-traced
}

for shell in "${POSIX_SHELLS[@]}"; do
  for option in x v xv; do
    # shellcheck disable=SC2086 # words are meant
    hook_test "$shell: set -$option" traced plain $option $shell -eu
  done
done
# shellcheck disable=SC2086
for shell in 'hook.bash bash bash' 'hook.zsh zsh zsh -f'; do
  hook_test "$shell: a DEBUG trap that prints each command" traced debug-trap u $shell -e
done
hook_test "bash: a DEBUG trap that functions inherit" traced debug-trap T hook.bash bash bash -eu
hook_test "bash: a DEBUG trap under extdebug" traced extdebug u hook.bash bash bash -e
hook_test "bash with hook.sh: a DEBUG trap that functions inherit" traced debug-trap T hook.sh sh bash -eu
hook_test "bash --posix with hook.sh: a DEBUG trap that functions inherit" traced debug-trap T hook.sh sh bash --posix -eu
hook_test "bash with hook.sh: a DEBUG trap under extdebug" traced extdebug u hook.sh sh bash -e
hook_test "ksh93: a DEBUG trap that prints each command" traced debug-trap-ksh93 u hook.sh sh ksh93 -e
hook_test "bash: set -x in functions that are traced" traced plain x hook.bash bash bash -euT
hook_test "bash: BASH_XTRACEFD" trace_elsewhere
hook_test "fish: fish_trace=1" traced 1 '' hook.fish fish fish --no-config
hook_test "fish: fish_trace=all" traced all '' hook.fish fish fish --no-config
hook_test "powershell: Set-PSDebug -Trace 1" traced 1 '' hook.ps1 powershell pwsh -NoProfile -NonInteractive -File
hook_test "powershell: Set-PSDebug -Trace 2" traced 2 '' hook.ps1 powershell pwsh -NoProfile -NonInteractive -File
hook_test "tcsh: set echo" traced echo '' hook.tcsh tcsh tcsh -f
hook_test "tcsh: set verbose" traced verbose '' hook.tcsh tcsh tcsh -f
hook_test "xonsh: XONSH_TRACE_SUBPROC" traced '' '' hook.xsh xonsh xonsh --no-rc
