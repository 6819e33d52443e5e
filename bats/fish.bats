# fish. It has no `set -e`: a job asks for the status.

load lib/suite
load lib/shell

shell_is fish fish --no-config
main_way '{} | source'
way 'source ({} | psub)'
way 'eval ({})'
way 'eval ({} | string collect)'
way 'eval "$({})"'
in_locale C
corpus_way '{} | source'

in_locale C.UTF-8
stops 1 '{} | source; or exit $status'
stops 1 'eval ({}); or exit $status'
stops 5 $'set -l script "$({})"; or exit $status\neval "$script"'
stops 5 $'{} | source\nset -l codes $pipestatus; test $codes[1] = 0; or exit $codes[1]'
goes_on '{} | source; or exit $status'
goes_on 'eval ({}); or exit $status'
wrong_usage_stops 1 '{} | source; or exit $status'
wrong_usage_stops 2 $'set -l script "$({})"; or exit $status\neval "$script"'
