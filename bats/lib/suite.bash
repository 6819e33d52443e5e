# shellcheck shell=bash
# Loads what the test files share, and starts the STS once for each file.

for part in world sts dumps credentials; do
  # shellcheck source=/dev/null
  source "$BATS_TEST_DIRNAME/lib/$part.bash"
done

setup_file() {
  make_world
  start_sts
}

teardown_file() {
  stop_sts
}

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  reset_sts
}
