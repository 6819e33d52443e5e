# zsh, as itself and in the place of sh.

load lib/suite
load lib/posix

shell_is zsh zsh -f
posix_tests
process_substitution_tests
pipefail_tests
for option in rcquotes extendedglob ksharrays shwordsplit globsubst nullglob; do
  begin_with "setopt $option"
  corpus_way 'eval "$({})"'
done
begin_with "setopt err_exit no_unset pipe_fail warn_create_global"
corpus_way 'source <({})'
begin_with "set -e"
stops 5 $'export script="$({})"\neval "$script"'

shell_is zsh zsh --emulate sh -f
posix_ways
