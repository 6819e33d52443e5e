# GITLAB_AWS_AUTO_REFRESH=1: a refresh before each command, beside the user's own traps. When it fails, the script ends.

load lib/hooks

# automatic TRAPS CODE HOOK SHELL_NAME COMMAND…
automatic() {
  local traps="$1" code="$2" hook="$3" name="$4"
  shift 4
  require_shell "$1"
  hooked "$hook" "$name" -- timeout "$PATIENCE" "$@" "$(script_for "$hook" auto auto)" ${traps:+"$traps"}
  expect "exit code (stderr: $stderr)" "$status" "$code"
  expect stdout "$output" ok
  [[ $code == 1 ]] || expect stderr "$stderr" ""
}

# shellcheck disable=SC2086 # words are meant
for shell in 'bash bash bash' 'bash bash bash -eu -o pipefail' 'bash bash bash -euT' 'bash bash bash --posix' 'zsh zsh zsh -f' 'zsh zsh zsh -feu'; do
  for traps in plain own-trap; do
    hook_test "${shell#* }: refreshes by itself, $traps" automatic $traps 6 hook.$shell
  done
done
hook_test "powershell: refreshes by itself" automatic '' 1 hook.ps1 powershell pwsh -NoProfile -NonInteractive -File

# interactive HOOK SHELL_NAME TEXT COMMAND…: the commands are typed into an interactive shell.
interactive() {
  local hook="$1" name="$2" text="$3"
  shift 3
  require_shell "$1"
  hooked "$hook" "$name" GITLAB_AWS_AUTO_REFRESH=1 -- timeout "$PATIENCE" "$@" <<<"$text"
  expect "calls" "$(<calls)" "[env][--shell][$name][-r][x]
[env][--shell][$name][-r][x]"
}

# The credentials expire, and the next command finds new ones.
POSIX_TEXT='. "$HOOK"
gitlab_aws_login -r x
GITLAB_AWS_CREDENTIAL_EXPIRES_AT=10
true
true'

hook_test "bash, interactive: refreshes before a command" interactive hook.bash bash "$POSIX_TEXT" bash --norc --noprofile -i
hook_test "zsh, interactive: refreshes before a command" interactive hook.zsh zsh "$POSIX_TEXT" zsh -f -i
hook_test "fish: refreshes at the event before a command" interactive hook.fish fish 'source $HOOK
gitlab_aws_login -r x
set -gx GITLAB_AWS_CREDENTIAL_EXPIRES_AT 10
emit fish_preexec true
emit fish_preexec true' fish --no-config
hook_test "powershell: refreshes at the prompt, which stays the user's" interactive hook.ps1 powershell '
function global:prompt { "mine" }
. $env:HOOK
gitlab_aws_login -r x
$ExecutionContext.InvokeCommand.PreCommandLookupAction = $null
$env:GITLAB_AWS_CREDENTIAL_EXPIRES_AT = 10
if ((prompt) -ne "mine") { gitlab_aws_login -r wrong }
$null = prompt' pwsh -NoProfile -NonInteractive -Command -
