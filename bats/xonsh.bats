# xonsh. Its own `$(…)` now and then drops a command's output while the machine is busy, so the tests ask again when nothing came.

load lib/suite
load lib/shell

SUBPROCESS="execx(__import__('subprocess').run('{}'.split(), stdout=-1, env=\${...}.detype()).stdout.decode())"

shell_is xonsh xonsh --no-rc
main_way $'script = ""\nwhile not script: script = $({})\nexecx(script)'
way "$SUBPROCESS"
in_locale C
corpus_way "$SUBPROCESS"

in_locale C.UTF-8
stops 1 $'script = ""\nwhile not script: script = $({})\nexecx(script)'
stops 1 "$SUBPROCESS"
wrong_usage_stops 1 "$SUBPROCESS"
