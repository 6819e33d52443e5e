# The hooks beside a user's own names: what the user has made read-only, and functions and aliases with the names of commands. None
# of it gets in the way, is called, or changes; and a hook leaves no names behind but with its own prefix.

load lib/hooks

# Names that a hook, or any script, could think of.
COMMON='status line name value rc i code script options margin expires now word words flags helper own left pause names text out key
  region trap clock seconds half keep state output result ret tmp count'
COMMON="${COMMON//$'\n'/ } "

# own_names HOOK SHELL_NAME COMMAND…
own_names() {
  local hook="$1" name="$2" word
  shift 2
  require_shell "$1"
  add_programs
  cat >bin/called <<'END'
#!/bin/sh
echo "$1" >>"$STUB/called"
END
  chmod +x bin/called
  : >"$STUB/called"
  hooked "$hook" "$name" VARIABLES="${VARIABLES-}" FUNCTIONS="${FUNCTIONS-}" READONLY_FUNCTIONS="${READONLY_FUNCTIONS-}" \
    -- timeout "$PATIENCE" "$@" "$HOOK_TESTS/names/names.sh"
  expect_run 0 ""
  expect "number of calls of the helper ($(<calls))" "$(grep -c "" calls)" 4
  expect_variable login AWS_ACCESS_KEY_ID ASIAIOSFODNN7EXAMPLE
  expect_variable login AWS_REGION eu-central-1
  expect_variable refresh GITLAB_AWS_CREDENTIAL_EXPIRES_AT 2147483647
  expect_no_variable failed AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_REGION
  expect_no_variable logout AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_REGION
  # No function was called before the end, and then each of them is still the user's.
  # shellcheck disable=SC2086 # words are meant
  expect "functions that were called" "$(<"$STUB/called")" "end${FUNCTIONS:+$'\n'}$(printf '%s\n' ${FUNCTIONS-})"
}

# with VARIABLES FUNCTIONS READONLY_FUNCTIONS HOOK SHELL_NAME COMMAND…
with() {
  VARIABLES="$1" FUNCTIONS="$2" READONLY_FUNCTIONS="$3" own_names "${@:4}"
}

# In these no function can have the name of a special built-in.
ORDINARY='command builtin read printf test date env alias unalias true false'
EVERY="$ORDINARY [ local export unset declare typeset shopt set eval return trap exit shift source enable readonly"

# shellcheck disable=SC2086 # words are meant
for shell in 'hook.sh sh dash' 'hook.sh sh mksh' 'hook.sh sh busybox ash' 'hook.sh sh bash --posix'; do
  hook_test "$shell: a user's variables and functions" with "$COMMON" "$ORDINARY" '' $shell
done
hook_test "ksh93: a user's variables and functions" with "$COMMON" 'read printf test date env true false' '' hook.sh sh ksh93
# shellcheck disable=SC2086
for options in '' -eu --posix -T '-O expand_aliases'; do
  hook_test "bash $options: a user's variables and functions" with "$COMMON" "$ORDINARY" 'printf read' hook.bash bash bash $options
done
hook_test "bash: functions with the names of all built-ins" with "$COMMON" "$EVERY" '' hook.bash bash bash
# A function that is read-only cannot step aside.
MOST="${EVERY/ builtin/}" MOST="${MOST/ readonly/}"
hook_test "bash: the same, and most of them read-only" with "$COMMON" "$EVERY" "${MOST/ declare/}" hook.bash bash bash
hook_test "bash with hook.sh: a function named export that is read-only" with "$COMMON" 'export command printf date' export hook.sh sh bash
# In zsh these are special.
COMMON_IN_ZSH="${COMMON/status/}" COMMON_IN_ZSH="${COMMON_IN_ZSH/options/}"
for options in '' -eu; do
  # shellcheck disable=SC2086
  hook_test "zsh $options: a user's variables and functions" with "$COMMON_IN_ZSH" "$ORDINARY" '' hook.zsh zsh zsh -f $options
done
hook_test "zsh: functions with the names of all built-ins" with '' \
  "$ORDINARY unset set eval return trap exit setopt emulate print unsetopt zmodload unfunction enable" '' \
  hook.zsh zsh zsh -f

# own_text HOOK SHELL_NAME TEXT COMMAND…: TEXT before the hook is loaded, in the shell's own words. The functions of it call `called`.
own_text() {
  local hook="$1" name="$2" text="$3"
  shift 3
  require_shell "$1"
  add_programs
  cat >bin/called <<'END'
#!/bin/sh
echo "$1" >>"$STUB/called"
END
  chmod +x bin/called
  write_script "$hook" <<'END'
load
login --region eu-central-1
run dump login
refresh
set GITLAB_AWS_CREDENTIAL_EXPIRES_AT 10
refresh
run dump refresh
run answer 5
try login
run dump failed
run answer 0
login --region eu-central-1
logout
run dump logout
END
  printf '%s\n' "$text" | cat - script >prefixed
  mv prefixed script
  run_script "$hook" "$name" -- timeout "$PATIENCE" "$@"
  expect_run 0 ""
  expect_variable login AWS_ACCESS_KEY_ID ASIAIOSFODNN7EXAMPLE
  expect_variable refresh GITLAB_AWS_CREDENTIAL_EXPIRES_AT 2147483647
  expect_no_variable failed AWS_ACCESS_KEY_ID AWS_REGION
  expect_no_variable logout AWS_ACCESS_KEY_ID AWS_REGION
  [[ ! -e $STUB/called ]] || fail_test "called: $(<"$STUB/called")"
}

# shellcheck disable=SC2016 # for the shells under test
{
  hook_test "fish: a user's variables and functions" own_text hook.fish fish '
for name in '"$COMMON"'; set -gx $name mine 2>/dev/null; end
for name in echo date math path printf functions count contains env true false type cat sed emit
    builtin functions -q $name; and continue
    eval "function $name; called $name; return 77; end" 2>/dev/null
end' fish --no-config
  hook_test "powershell: a user's constants and aliases" own_text hook.ps1 powershell '
foreach ($own in -split "'"$COMMON"' units renewed lookup ask environment") {
    Set-Variable -Name $own -Value mine -Scope Global -Option Constant, AllScope
}
foreach ($own in "Invoke-Expression", "Set-Item", "Write-Error", "Write-Output", "Out-Null", "Get-Date", "env", "ask") {
    Set-Alias -Name $own -Value Get-Nothing -Scope Global -Option AllScope
}' pwsh -NoProfile -NonInteractive -File
  hook_test "nu: a user's variables and commands" own_text hook.nu nu "$(
    for word in ${COMMON/status/}; do
      [[ $word == helper ]] || printf 'const %s = "mine"\ndef %s [] { ^called %s; "mine" }\n' "$word" "$word" "$word"
    done
  )" nu --no-config-file
  hook_test "elvish: a user's functions" own_text hook.elv elvish '
fn set-env {|@a| e:called set-env }
fn unset-env {|@a| e:called unset-env }
fn each {|@a| e:called each }
fn has-env {|@a| e:called has-env; put $false }
fn slurp { e:called slurp }
fn fail {|@a| e:called fail }
var flags = mine
var region = mine' elvish -norc
  hook_test "xonsh: a user's names" own_text hook.xsh xonsh '
str = int = list = print = getattr = isinstance = OSError = FileNotFoundError = bool = None
re = subprocess = sys = time = environment = state = names = None' xonsh --no-rc
  hook_test "tcsh: a user's variables" own_text hook.tcsh tcsh '
foreach __own ('"${COMMON/status /}"')
  eval "set -r $__own = mine"
end' tcsh -f
}

# left_behind HOOK SHELL_NAME LIST COMMAND…: LIST prints the names of the shell's variables and functions, one a line.
left_behind() {
  local hook="$1" name="$2" list="$3" new
  shift 3
  require_shell "$1"
  add_programs
  write_script "$hook" <<'END'
load
login --region eu-central-1
refresh
set GITLAB_AWS_CREDENTIAL_EXPIRES_AT 10
refresh -r x
logout
END
  {
    printf '%s\n' "$(statement "$hook" 'run echo first')" "$list"
    cat script
    printf '%s\n' "$(statement "$hook" 'run echo second')" "$list"
  } >listing
  mv listing script
  run_script "$hook" "$name" -- timeout "$PATIENCE" "$@"
  expect "exit code (stderr: $stderr)" "$status" 0
  new="$(sed '1,/^second$/d' <<<"$output")"
  expect_part "the second list" "$new" gitlab_aws_
  new="$(grep -vxF -f <(sed '/^second$/q' <<<"$output") <<<"$new" | grep -vE "$OURS|$THEIRS")" || true
  expect "what is new and not ours" "$new" ""
}
OURS='^(__gitlab_aws_|gitlab_aws_)'
# Special variables of the shells, which come into being when somebody looks at them.
THEIRS='^(_|_AST_FEATURES|KSH_MATCH|EPOCHREALTIME|EPOCHSECONDS|PIPESTATUS|LASTEXITCODE)$'

# Of a list of variables with their values, the names.
NAMES='sed -n "s/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p"'
for shell in "${POSIX_SHELLS[@]}"; do
  # shellcheck disable=SC2086
  set -- $shell
  hook_test "$shell: leaves no other names behind" left_behind "$1" "$2" "set | $NAMES" "${@:3}"
done
hook_test "bash: leaves no other functions behind" left_behind hook.bash bash "declare -F | cut -d' ' -f3" bash --norc --noprofile
# shellcheck disable=SC2016 # for the shells under test
{
  hook_test "zsh: leaves no other functions behind" left_behind hook.zsh zsh 'print -rl -- ${(k)functions}' zsh -f
  hook_test "fish: leaves no other names behind" left_behind hook.fish fish 'set --names; functions --all --names' fish --no-config
  hook_test "powershell: leaves no other names behind" left_behind hook.ps1 powershell \
    '(Get-Variable).Name; (Get-ChildItem Function:).Name' pwsh -NoProfile -NonInteractive -File
  hook_test "tcsh: leaves no other names behind" left_behind hook.tcsh tcsh 'set | cut -f1; alias | cut -f1' tcsh -f
  hook_test "xonsh: leaves no other names behind" left_behind hook.xsh xonsh \
    'print("\n".join([*__xonsh__.ctx, *aliases]))' xonsh --no-rc
}
