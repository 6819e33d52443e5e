# For fish 3.1 and later. Source it: source hook.fish
# `builtin` and `command` keep the user's functions and aliases out of these functions.
# A local fish_trace hides what stands outside, and gives it back when its function returns.

# What the last login left outlives a second sourcing, but is never taken from the environment.
if not builtin functions -q gitlab_aws_login
    builtin set -eg __gitlab_aws_flags
    builtin set -g __gitlab_aws_flags
    builtin set -g __gitlab_aws_region theirs
    builtin set -g __gitlab_aws_pause
end

# Gets credentials with the flags of the last login and puts them into the environment, or takes the old ones away; those of a
# refresh ($argv is `keep`) stay while they are good. The helper gets the margin: its cache would else hand out what the hook
# wants renewed.
function __gitlab_aws_renew
    builtin set -l fish_trace
    builtin set -l __gitlab_aws_helper @PROGRAM@
    builtin test -n "$GITLAB_AWS_HELPER"; and builtin set __gitlab_aws_helper $GITLAB_AWS_HELPER
    builtin set -l __gitlab_aws_script
    builtin set -l __gitlab_aws_status 127
    # fish would show this function line by line.
    if not command -q $__gitlab_aws_helper
        builtin echo "@PROGRAM@: $__gitlab_aws_helper: command not found" >&2
    else
        builtin set -lx GITLAB_AWS_REFRESH_MARGIN $__gitlab_aws_margin
        builtin set __gitlab_aws_script (command $__gitlab_aws_helper env --shell @SHELL@ $__gitlab_aws_flags)
        builtin set __gitlab_aws_status $status
    end
    if builtin test $__gitlab_aws_status -eq 0
        if builtin string match -q '*set -gx @EXPIRES_AT@ *' -- "$__gitlab_aws_script"
            # Its last statement is there for its status, and could be a function of the user's.
            builtin eval (builtin string match -v 'true;' -- $__gitlab_aws_script)
            builtin string match -q '*set -gx AWS_REGION *' -- "$__gitlab_aws_script"; and builtin set -g __gitlab_aws_region ours
        else
            builtin set __gitlab_aws_status 1
            builtin echo '@PROGRAM@: the helper printed no credentials' >&2
        end
    end
    # When it is worth while to ask again.
    builtin set -g __gitlab_aws_pause
    __gitlab_aws_look; and builtin test $__gitlab_aws_status -eq 0; and return 0
    if builtin test $__gitlab_aws_status -ne 0
        if builtin test "$argv" != keep -o $__gitlab_aws_left -le 0
            __gitlab_aws_take_out
            return $__gitlab_aws_status
        end
        builtin echo "@PROGRAM@: the old credentials stay in use: they are good for $__gitlab_aws_left more seconds" >&2
    end
    builtin set -g __gitlab_aws_pause $@EXPIRES_AT@ (builtin math "floor($__gitlab_aws_left / 2)")
    return 0
end

function __gitlab_aws_take_out
    builtin set -e @VARIABLES@
    builtin test "$__gitlab_aws_region" = ours; and builtin set -e @REGION_VARIABLES@
    builtin set -g __gitlab_aws_region theirs
    builtin set -g __gitlab_aws_pause
end

# Whether the credentials live longer than the margin, both of which it leaves in variables.
# What is not a plain number never gets into arithmetic.
function __gitlab_aws_look
    builtin set -g __gitlab_aws_left 0
    builtin set -g __gitlab_aws_margin @MARGIN@
    builtin string match -qr '^[0-9]{1,9}\z' -- "$GITLAB_AWS_REFRESH_MARGIN"
    and builtin set __gitlab_aws_margin (builtin string replace -r '^0+(?=.)' '' -- $GITLAB_AWS_REFRESH_MARGIN)
    builtin string match -qr '^[1-9][0-9]{0,10}\z' -- "$@EXPIRES_AT@"; or return 1
    # fish has no clock, but `path` tells when a file changed and how long ago that is: together, the time. Since 3.6.
    builtin set -l __gitlab_aws_now
    if builtin test "$__gitlab_aws_clock" = path
        builtin set __gitlab_aws_now (builtin math (builtin path mtime -R /) + (builtin path mtime /))
    else
        builtin set __gitlab_aws_now (command date +%s)
    end
    builtin string match -qr '^[1-9][0-9]*\z' -- "$__gitlab_aws_now"; or return 1
    builtin set __gitlab_aws_left (builtin math $@EXPIRES_AT@ - $__gitlab_aws_now)
    builtin test $__gitlab_aws_left -gt $__gitlab_aws_margin
end

# The last time the helper ran, the credentials had less than the margin left: it runs again when half of that is over.
function __gitlab_aws_paused
    builtin set -q __gitlab_aws_pause[2]; or return 1
    builtin test "$__gitlab_aws_pause[1]" = "$@EXPIRES_AT@"; and builtin test $__gitlab_aws_left -gt $__gitlab_aws_pause[2]
end

if builtin path mtime -R / >/dev/null 2>&1
    builtin set -g __gitlab_aws_clock path
else
    builtin set -g __gitlab_aws_clock date
end

function gitlab_aws_login
    builtin set -l fish_trace
    builtin set -g __gitlab_aws_flags $argv
    __gitlab_aws_look
    __gitlab_aws_renew
end

function gitlab_aws_refresh
    builtin set -l fish_trace
    __gitlab_aws_look; or __gitlab_aws_paused; and return 0
    # With other flags the old credentials are somebody else's.
    builtin set -l __gitlab_aws_keep keep
    if builtin set -q argv[1]
        builtin set -l __gitlab_aws_words (builtin string escape -- $argv)
        builtin set -l __gitlab_aws_last (builtin string escape -- $__gitlab_aws_flags)
        builtin test "$__gitlab_aws_words" = "$__gitlab_aws_last"; or builtin set __gitlab_aws_keep
        builtin set -g __gitlab_aws_flags $argv
    end
    __gitlab_aws_renew $__gitlab_aws_keep
end

function gitlab_aws_logout
    builtin set -l fish_trace
    __gitlab_aws_take_out
    builtin set -g __gitlab_aws_flags
    return 0
end

# Before each command of an interactive shell; fish has no such event in scripts.
if builtin test "$GITLAB_AWS_AUTO_REFRESH" = 1
    function __gitlab_aws_before_command --on-event fish_preexec
        builtin test -z "$@EXPIRES_AT@"; or gitlab_aws_refresh
    end
end
