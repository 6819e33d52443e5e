# A refresh that has nothing to do starts no process in the shells that have a clock.

load lib/hooks

# no_process HOOK SHELL_NAME TEXT COMMAND…: the same script with ten refreshes and with none starts equally many processes.
no_process() {
  local hook="$1" name="$2" text="$3" times count=()
  shift 3
  require_shell "$1"
  command -v strace >/dev/null || skip "strace is not installed"
  for times in 0 10; do
    printf '%s\n' "${text//TIMES/$times}" >script
    hooked "$hook" "$name" GITLAB_AWS_CREDENTIAL_EXPIRES_AT=2147483647 -- timeout "$PATIENCE" strace -f -qq -o "trace-$times" \
      -e trace=process "$@" "$BATS_TEST_TMPDIR/script"
    expect_run 0 ""
    # Threads are no processes; of a process the exec or the fork is counted.
    count+=("$(grep -E 'execve\(|fork\(|clone3?\(' "trace-$times" | grep -vcE 'CLONE_THREAD')")
  done
  expect "processes of ten refreshes" "$((count[1] - count[0]))" 0
  expect "number of calls" "$(<calls)" ""
}

# no_program HOOK SHELL_NAME TEXT COMMAND…: the programs that a refresh could want stand on the PATH as stubs that count.
# WANTED: what they are to have counted.
no_program() {
  local hook="$1" name="$2" text="$3"
  shift 3
  require_shell "$1"
  cat >bin/date <<'END'
#!/bin/sh
echo date >>"$STUB/calls"
exec /bin/date "$@"
END
  chmod +x bin/date
  printf '%s\n' "${text//TIMES/10}" >script
  hooked "$hook" "$name" GITLAB_AWS_CREDENTIAL_EXPIRES_AT=2147483647 -- timeout "$PATIENCE" "$@" "$BATS_TEST_TMPDIR/script"
  expect_run 0 ""
  expect "programs that were started" "$(<calls)" "${WANTED-}"
}

both() {
  hook_test "${*:4}: ten refreshes start no process" no_process "$@"
  hook_test "${*:4}: ten refreshes call no program" no_program "$@"
}

# shellcheck disable=SC2016
POSIX_TEXT='. "$HOOK"
count=0
while case $count in TIMES) false ;; esac; do
  gitlab_aws_refresh || exit
  count=$((count + 1))
done'

# dash has no clock. It also shows that the counting counts.
dash_starts_date() {
  local dates
  printf -v dates 'date%.0s\n' {1..10}
  WANTED="${dates%$'\n'}" no_program hook.sh sh "$POSIX_TEXT" dash
}
hook_test "dash: ten refreshes call date ten times" dash_starts_date

both hook.sh sh "$POSIX_TEXT" ksh93
both hook.sh sh "$POSIX_TEXT" mksh
both hook.sh sh "$POSIX_TEXT" busybox ash
both hook.bash bash "$POSIX_TEXT" bash --noprofile --norc
both hook.zsh zsh "$POSIX_TEXT" zsh -f
# shellcheck disable=SC2016
both hook.fish fish 'source $HOOK
for count in (seq TIMES)
    gitlab_aws_refresh; or exit
end' fish --no-config
# shellcheck disable=SC2016
both hook.ps1 powershell '. $env:HOOK
for ($count = 0; $count -lt TIMES; $count++) { gitlab_aws_refresh }' pwsh -NoProfile -NonInteractive -File
both hook.nu nu "use $ROOT/shells/hook.nu *
for count in 0..<TIMES { gitlab_aws_refresh }" nu --no-config-file
# shellcheck disable=SC2016
both hook.xsh xonsh 'source @(${...}["HOOK"])
for count in range(TIMES):
    gitlab_aws_refresh' xonsh --no-rc
