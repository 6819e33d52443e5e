# shellcheck shell=bash
# What the tests of the hooks share: a stub that stands for the helper, in a folder whose name has a blank, and the scripts of
# test/hooks/, which are run in their shells.

# shellcheck source=/dev/null
source "$BATS_TEST_DIRNAME/lib/world.bash"

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
