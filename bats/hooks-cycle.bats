# Every hook in its real shell, through its whole life, under each set of options and for users with odd habits. Nothing may be
# printed but the `ok` of the script.

load lib/hooks

# cycle PRELUDE HOOK SHELL_NAME COMMAND…
cycle() {
  local prelude="${1:+$HOOK_TESTS/preludes/$1}" hook="$2" name="$3"
  shift 3
  require_shell "$1"
  hooked "$hook" "$name" PRELUDE="$prelude" -- timeout "$PATIENCE" "$@" "$(script_for "$hook" cycles cycle)"
  expect_run 0 ok
}

# cycles_after TEXTS HOOK SHELL_NAME COMMAND…: one life after each line of TEXTS, which the user has run before.
cycles_after() {
  local texts="$1" text
  shift
  while read -r text; do
    printf '%s\n' "$text" >prelude
    : >"$STUB/calls"
    hooked "$1" "$2" PRELUDE="$BATS_TEST_TMPDIR/prelude" -- timeout "$PATIENCE" "${@:3}" "$(script_for "$1" cycles cycle)"
    [[ $output == ok ]] || fail_test "after $text: $output$stderr"
    expect_run 0 ok
  done <<<"$texts"
}

# aliased HOOK SHELL_NAME COMMAND…: the user's aliases are in force at run time, too.
aliased() {
  local hook="$1" name="$2"
  shift 2
  require_shell "$1"
  hooked "$hook" "$name" PRELUDE="$HOOK_TESTS/preludes/aliases.sh" -- timeout "$PATIENCE" "$@" "$HOOK_TESTS/aliased.sh"
  expect_run 0 2147483647
}

for shell in "${POSIX_SHELLS[@]}"; do
  for options in '' -e -eu -euC -euf; do
    # shellcheck disable=SC2086 # words are meant
    hook_test "$shell $options: cycle" cycle '' $shell $options
  done
  for prelude in aliases functions ifs; do
    # shellcheck disable=SC2086
    hook_test "$shell -eu: cycle of a user with $prelude" cycle "$prelude.sh" $shell -eu
  done
  # shellcheck disable=SC2086
  hook_test "$shell -eu: aliases at run time" aliased $shell -eu
done

# What matters to shells of more than one kind; then what matters to bash, to zsh.
SETTINGS='set -a
unset IFS
readonly IFS
IFS=
IFS=0123456789
IFS=" _=abcdefghijklmnopqrstuvwxyz"
LC_ALL=C'
BASH_SETTINGS='set -k
set -o pipefail -TE
shopt -s nocasematch nocaseglob extglob dotglob globstar lastpipe inherit_errexit xpg_echo expand_aliases
shopt -s nullglob failglob extglob
shopt -s localvar_inherit localvar_unset assoc_expand_once'
ZSH_SETTINGS='setopt sh_word_split ksh_arrays no_unset err_exit
setopt err_return
setopt glob_subst null_glob rc_quotes csh_junkie_quotes octal_zeroes c_bases ksh_typeset posix_builtins
setopt sh_glob sh_file_expansion no_bare_glob_qual ignore_braces ksh_zero_subscript no_short_loops
emulate sh
emulate ksh'
for shell in "${POSIX_SHELLS[@]}"; do
  # shellcheck disable=SC2086
  hook_test "$shell -eu: cycles after settings" cycles_after "$SETTINGS" $shell -eu
done
for shell in 'hook.sh sh bash' 'hook.bash bash bash' 'hook.bash bash bash --posix'; do
  # shellcheck disable=SC2086
  hook_test "$shell -eu: cycles after settings of bash" cycles_after "$BASH_SETTINGS" $shell -eu
done
for shell in 'hook.sh sh ksh93' 'hook.sh sh mksh'; do
  # shellcheck disable=SC2086
  hook_test "$shell -eu: cycle after set -k" cycles_after 'set -k' $shell -eu
done
hook_test "zsh: cycles after settings of zsh" cycles_after "$ZSH_SETTINGS" hook.zsh zsh zsh -f
for shell in 'hook.bash bash bash' 'hook.zsh zsh zsh -f'; do
  # shellcheck disable=SC2086
  hook_test "$shell -eu -o pipefail: cycle" cycle '' $shell -eu -o pipefail
done
hook_test "bash -euTE: cycle with functrace and errtrace" cycle '' hook.bash bash bash -euTE
hook_test "bash -euT: cycle of hook.sh with functrace" cycle '' hook.sh sh bash -euT
hook_test "bash: cycle with nullglob, extglob and failglob" cycle globs.bash hook.bash bash bash -eu
hook_test "zsh: cycle with ksharrays and other options" cycle options.zsh hook.zsh zsh zsh -feu
for shell in "${OTHER_SHELLS[@]}"; do
  # shellcheck disable=SC2086
  hook_test "$shell: cycle" cycle '' $shell
done
hook_test "powershell: cycle under Stop and the strictest mode" cycle strict.ps1 hook.ps1 powershell pwsh -NoProfile -NonInteractive -File
hook_test "fish: cycle of a user with functions" cycle functions.fish hook.fish fish fish --no-config

# elsewhere HOOK SHELL_NAME TEXT COMMAND…: the helper is not on the PATH, and there is a blank in its path.
elsewhere() {
  local hook="$1" name="$2" text="$3"
  shift 3
  require_shell "$1"
  cp "$ROOT/shells/hook.elv" .
  mv "bin/$PROGRAM" "$STUB/the helper"
  printf '%s\n' "$text" >script
  hooked "$hook" "$name" GITLAB_AWS_HELPER="$STUB/the helper" -- timeout "$PATIENCE" "$@" "$BATS_TEST_TMPDIR/script"
  expect_run 0 ""
  expect "calls" "$(<calls)" "[env][--shell][$name][-r][x]"
}

# shellcheck disable=SC2016 # for the shells under test
{
  for shell in "${POSIX_SHELLS[@]}"; do
    # shellcheck disable=SC2086
    set -- $shell
    hook_test "${*:3}: a helper with a blank in its path" elsewhere "$1" "$2" $'. "$HOOK"\ngitlab_aws_login -r x' "${@:3}"
  done
  hook_test "fish: a helper with a blank in its path" elsewhere hook.fish fish $'source $HOOK\ngitlab_aws_login -r x' fish --no-config
  hook_test "powershell: a helper with a blank in its path" elsewhere hook.ps1 powershell $'. $env:HOOK\ngitlab_aws_login -r x' pwsh -NoProfile -NonInteractive -File
  hook_test "nu: a helper with a blank in its path" elsewhere hook.nu nu "use $ROOT/shells/hook.nu *"$'\ngitlab_aws_login -r x' nu --no-config-file
  hook_test "elvish: a helper with a blank in its path" elsewhere hook.elv elvish $'use ./hook\nhook:gitlab_aws_login -r x' elvish -norc
  hook_test "xonsh: a helper with a blank in its path" elsewhere hook.xsh xonsh $'source @(${...}["HOOK"])\ngitlab_aws_login -r x' xonsh --no-rc
  hook_test "tcsh: a helper with a blank in its path" elsewhere hook.tcsh tcsh $'source $HOOK\ngitlab_aws_login -r x' tcsh -f
}
