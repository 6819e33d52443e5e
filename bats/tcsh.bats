# tcsh.

load lib/suite
load lib/shell

shell_is tcsh tcsh -f
main_way 'eval `{}`'
way $'{} >loaded\nsource loaded'
in_locale C
corpus_way $'{} >loaded\nsource loaded'

in_locale C.UTF-8
stops 1 $'eval `{}`\nif ($status) exit 1'
shell_is tcsh tcsh -f -e
stops 5 'eval `{}`'
stops 5 $'{} >loaded\nsource loaded'
goes_on 'eval `{}`'
wrong_usage_stops 2 'eval `{}`'
