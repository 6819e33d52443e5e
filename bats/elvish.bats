# elvish. A command that fails throws by itself.

load lib/suite
load lib/shell

shell_is elvish elvish -norc
main_way 'eval ({} | slurp)'
in_locale C
corpus_way 'eval ({} | slurp)'

in_locale C.UTF-8
stops 2 'eval ({} | slurp)'
wrong_usage_stops 2 'eval ({} | slurp)'
