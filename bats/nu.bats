# Nushell. It gets data instead of code.

load lib/suite
load lib/shell

shell_is nu nu --no-config-file
unload_with 'hide-env -i ...({} | from json)'
main_way '{} | from json | load-env'
in_locale C
corpus_way '{} | from json | load-env'

in_locale C.UTF-8
stops 1 '{} | from json | load-env'
wrong_usage_stops 1 '{} | from json | load-env'
