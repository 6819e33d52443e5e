# shellcheck shell=bash
# What the tests of the hooks share: a stub that stands for the helper, in a folder whose name has a blank, and the scripts of
# test/hooks/, which are run in their shells.

# shellcheck source=/dev/null
source "$BATS_TEST_DIRNAME/lib/world.bash"
# shellcheck source=/dev/null
source "$BATS_TEST_DIRNAME/lib/dumps.bash"

HOOK_TESTS="$ROOT/test/hooks"

# What the stub hands out: none of it may be seen in a trace.
SECRETS=(ASIAIOSFODNN7EXAMPLE wJalrXUtnFEMI IQoJb3JpZ2lu)

setup_file() {
  mkdir -p "$BATS_FILE_TMPDIR/home" "$BATS_FILE_TMPDIR/scripts"
  node "$ROOT/build/test/hooks/stub-scripts.js" "$BATS_FILE_TMPDIR/scripts"
}

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  STUB="$BATS_TEST_TMPDIR/the stub"
  mkdir -p "$STUB" bin
  ln -s "$BATS_FILE_TMPDIR/scripts" "$STUB/scripts"
  ln -s "$HOOK_TESTS/stub" "bin/$PROGRAM"
  ln -s "$STUB/calls" calls
  : >"$STUB/calls"
  echo 0 >"$STUB/code"
}

# hooked HOOK SHELL_NAME [NAME=VALUE…] -- COMMAND…: runs a command that finds the stub on its PATH and the hook in HOOK.
hooked() {
  local hook="$1" name="$2"
  shift 2
  run --separate-stderr clean PATH="$BATS_TEST_TMPDIR/bin:$(test_path)" HOOK="$ROOT/shells/$hook" SHELL_NAME="$name" STUB="$STUB" \
    "${@:1:$#}"
}

# expect_no_secret WHAT TEXT
expect_no_secret() {
  local secret
  for secret in "${SECRETS[@]}"; do expect_without "$1" "$2" "$secret" || return; done
}

# hook_test DESCRIPTION FUNCTION ARGUMENT…
hook_test() {
  bats_test_function --description "$1" -- "${@:2}"
}

# The shells of the POSIX family, each line: hook, name for --shell, command.
POSIX_SHELLS=(
  'hook.sh sh dash'
  'hook.sh sh ksh93'
  'hook.sh sh mksh'
  'hook.sh sh busybox ash'
  'hook.sh sh sh'
  'hook.sh sh bash --posix'
  'hook.bash bash bash --noprofile --norc'
  'hook.bash bash bash --noprofile --norc --posix'
  'hook.zsh zsh zsh -f'
)

# The others, with the end of the file names of their scripts.
OTHER_SHELLS=(
  'hook.fish fish fish --no-config'
  'hook.ps1 powershell pwsh -NoProfile -NonInteractive -File'
  'hook.nu nu nu --no-config-file'
  'hook.elv elvish elvish -norc'
  'hook.xsh xonsh xonsh --no-rc'
  'hook.tcsh tcsh tcsh -f'
)

# script_for HOOK FOLDER NAME: where the test script of a hook's shell is. elvish finds a module only beside the script, and nu only
# under a name that is known before the script runs, so these get a copy.
script_for() {
  local hook="$1" source
  source="$HOOK_TESTS/$2/$3.${hook#hook.}"
  case $hook in
    hook.elv)
      cp "$ROOT/shells/$hook" "$source" "$BATS_TEST_TMPDIR"
      printf '%s' "$BATS_TEST_TMPDIR/$3.elv"
      ;;
    hook.nu)
      sed "s|HOOK_FILE|$ROOT/shells/$hook|" "$source" >"$BATS_TEST_TMPDIR/$3.nu"
      printf '%s' "$BATS_TEST_TMPDIR/$3.nu"
      ;;
    hook.bash | hook.zsh) printf '%s' "$HOOK_TESTS/$2/$3.sh" ;;
    *) printf '%s' "$source" ;;
  esac
}

# write_script HOOK: turns the words on stdin, which are alike for all shells, into the file `script` in the hook's shell. One line:
#   load, login FLAGS, refresh FLAGS, logout; `try` before one of them: it may fail
#   set NAME VALUE: a variable of the environment; copy NAME OTHER: with the value of the other; run PROGRAM ARGUMENTS
#   clock SECONDS: from now on that is the time, where the shell's clock can be changed (see has_clock)
write_script() {
  local line
  : >script
  while read -r line; do
    case $line in
      '') ;;
      "try "*) may_fail "$1" "$(statement "$1" "${line#try }")" >>script ;;
      *) statement "$1" "$line" >>script ;;
    esac
  done
  case $1 in hook.elv) cp "$ROOT/shells/hook.elv" . ;; esac
}

# may_fail HOOK STATEMENT
may_fail() {
  case $1 in
    hook.fish) printf '%s; or builtin true\n' "$2" ;;
    hook.ps1) printf 'try { %s } catch { }\n' "$2" ;;
    hook.nu | hook.elv) printf 'try { %s } catch { }\n' "$2" ;;
    hook.xsh | hook.tcsh) printf '%s\n' "$2" ;;
    *) printf '%s || :\n' "$2" ;;
  esac
}

# statement HOOK LINE
statement() {
  local hook="$1" word rest prefix=
  read -r word rest <<<"$2"
  case $word in
    load) load_statement "$hook" ;;
    login | refresh | logout)
      [[ $hook != hook.elv ]] || prefix=hook:
      printf '%sgitlab_aws_%s %s\n' "$prefix" "$word" "$rest"
      ;;
    set) set_statement "$hook" "${rest%% *}" "${rest#* }" ;;
    copy) copy_statement "$hook" "${rest%% *}" "${rest#* }" ;;
    clock) clock_statement "$hook" "$rest" ;;
    run)
      case $hook in
        hook.ps1) prefix='& ' ;;
        hook.nu) prefix='^' ;;
        hook.elv) prefix='e:' ;;
      esac
      printf '%s%s\n' "$prefix" "$rest"
      ;;
    *) fail_test "no such word: $word" ;;
  esac
}

# shellcheck disable=SC2016 # for the shells under test
load_statement() {
  case $1 in
    hook.fish | hook.tcsh) echo 'source $HOOK' ;;
    hook.ps1) echo '. $env:HOOK' ;;
    hook.nu) echo "use $ROOT/shells/hook.nu *" ;;
    hook.elv) echo 'use ./hook' ;;
    hook.xsh) echo 'source @(${...}["HOOK"])' ;;
    *) echo '. "$HOOK"' ;;
  esac
}

# set_statement HOOK NAME VALUE
set_statement() {
  case $1 in
    hook.fish) printf "set -gx %s '%s'\n" "$2" "$3" ;;
    hook.ps1) printf "\$env:%s = '%s'\n" "$2" "$3" ;;
    hook.nu) printf "\$env.%s = '%s'\n" "$2" "$3" ;;
    hook.elv) printf "set E:%s = '%s'\n" "$2" "$3" ;;
    hook.xsh) printf "\$%s = '%s'\n" "$2" "$3" ;;
    hook.tcsh) printf "setenv %s '%s'\n" "$2" "$3" ;;
    *) printf "export %s='%s'\n" "$2" "$3" ;;
  esac
}

# copy_statement HOOK NAME OTHER
# shellcheck disable=SC2016 # for the shells under test
copy_statement() {
  case $1 in
    hook.fish) printf 'set -gx %s $%s\n' "$2" "$3" ;;
    hook.ps1) printf '$env:%s = $env:%s\n' "$2" "$3" ;;
    hook.nu) printf '$env.%s = $env.%s\n' "$2" "$3" ;;
    hook.elv) printf 'set E:%s = $E:%s\n' "$2" "$3" ;;
    hook.xsh) printf '$%s = ${...}["%s"]\n' "$2" "$3" ;;
    hook.tcsh) printf 'setenv %s $%s:q\n' "$2" "$3" ;;
    *) printf 'export %s="$%s"\n' "$2" "$3" ;;
  esac
}

# clock_statement HOOK SECONDS: a special variable of a shell that has been unset is one like others.
clock_statement() {
  statement "$1" "run now $2"
  case $1 in
    hook.sh) printf 'unset EPOCHREALTIME\nEPOCHREALTIME=%s.5\n' "$2" ;;
    hook.bash) printf 'unset EPOCHSECONDS\nEPOCHSECONDS=%s\n' "$2" ;;
    hook.zsh) printf 'zmodload -u zsh/datetime 2>/dev/null || :\nEPOCHSECONDS=%s\n' "$2" ;;
    # In an fish that has a clock: as if it had none.
    hook.fish) printf 'set -g __gitlab_aws_clock date\n' ;;
    hook.xsh) printf 'import time\ntime.time = lambda: %s\n' "$2" ;;
  esac
}

# has_clock COMMAND…: whether `clock` works: the clocks of the others cannot be changed from within.
has_clock() {
  case $1 in ksh93 | mksh | pwsh | nu) return 1 ;; esac
}

# add_programs: what the scripts of write_script may run.
#   now SECONDS: what `date` says; answer CODE and expiry SECONDS: of the stub from now on; mark WORD: a line among the calls
add_programs() {
  cat >bin/now <<'END'
#!/bin/sh
echo "$1" >"$STUB/now"
END
  cat >bin/date <<'END'
#!/bin/sh
[ ! -e "$STUB/now" ] || exec cat "$STUB/now"
exec /bin/date "$@"
END
  cat >bin/answer <<'END'
#!/bin/sh
echo "$1" >"$STUB/code"
END
  cat >bin/expiry <<'END'
#!/bin/sh
echo "$1" >"$STUB/expiry"
END
  cat >bin/mark <<'END'
#!/bin/sh
echo "$*" >>"$STUB/calls"
END
  chmod +x bin/now bin/date bin/answer bin/expiry bin/mark
}

# run_script HOOK SHELL_NAME [NAME=VALUE…] -- COMMAND…
run_script() {
  hooked "${@:1:$#}" "$BATS_TEST_TMPDIR/script"
}
