# GNU bash, as itself and in POSIX mode.

load lib/suite
load lib/posix

shell_is bash bash --noprofile --norc
posix_tests
process_substitution_tests
pipefail_tests
for option in 'shopt -s failglob' 'shopt -s nullglob extglob' 'set -o noglob'; do
  begin_with "$option"
  corpus_way 'eval "$({})"'
done
begin_with "set -e"
stops 5 $'export script="$({})"\neval "$script"'
stops 5 $'login() { local script="$({})"; eval "$script"; }\nlogin'

shell_is bash bash --noprofile --norc --posix
posix_tests
