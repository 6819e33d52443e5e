# For fish 3.1 and later. Source it: source hook.fish
# `builtin` and `command` keep the user's functions and aliases out of these functions.
# A local fish_trace hides what stands outside, and gives it back when its function returns.

# The flags of the last login outlive a second sourcing, but are never taken from the environment.
if not functions -q gitlab_aws_login
    builtin set -eg __gitlab_aws_flags
    builtin set -g __gitlab_aws_flags
    builtin set -g __gitlab_aws_region theirs
end

# Gets credentials with the flags of the last login and puts them into the environment, or takes the old ones away.
function __gitlab_aws_renew
    builtin set -l fish_trace
    builtin set -l helper @PROGRAM@
    builtin test -n "$GITLAB_AWS_HELPER"; and builtin set helper $GITLAB_AWS_HELPER
    builtin set -l script
    builtin set -l code 127
    # fish would show this function line by line.
    if not command -q $helper
        builtin echo "@PROGRAM@: $helper: command not found" >&2
    else
        builtin set script (command $helper env --shell @SHELL@ $__gitlab_aws_flags)
        builtin set code $status
    end
    if builtin test $code -eq 0
        builtin set -e @EXPIRES_AT@
        builtin eval $script
        builtin string match -q '*set -gx AWS_REGION *' -- "$script"; and builtin set -g __gitlab_aws_region ours
        if builtin test -z "$@EXPIRES_AT@"
            builtin set code 1
            builtin echo '@PROGRAM@: the helper printed no credentials' >&2
        end
    end
    builtin test $code -eq 0; or __gitlab_aws_take_out
    return $code
end

function __gitlab_aws_take_out
    builtin set -e @VARIABLES@
    builtin test "$__gitlab_aws_region" = ours; and builtin set -e @REGION_VARIABLES@
    builtin set -g __gitlab_aws_region theirs
end

# Whether the credentials live longer than the margin. What is not a plain number never gets into arithmetic.
function __gitlab_aws_fresh
    builtin string match -qr '^[1-9][0-9]{0,10}$' -- "$@EXPIRES_AT@"; or return 1
    # fish has no clock, but `path` tells when a file changed and how long ago that is: together, the time. Since 3.6.
    builtin set -l now
    if builtin test "$__gitlab_aws_clock" = path
        builtin set now (builtin math (builtin path mtime -R /) + (builtin path mtime /))
    else
        builtin set now (command date +%s)
    end
    builtin string match -qr '^[1-9][0-9]*$' -- "$now"; or return 1
    builtin set -l margin $GITLAB_AWS_REFRESH_MARGIN
    builtin string match -qr '^(0|[1-9][0-9]{0,8})$' -- "$margin"; or builtin set margin @MARGIN@
    builtin test $@EXPIRES_AT@ -gt (builtin math $now + $margin)
end
if builtin path mtime -R / >/dev/null 2>&1
    builtin set -g __gitlab_aws_clock path
else
    builtin set -g __gitlab_aws_clock date
end

function gitlab_aws_login
    builtin set -l fish_trace
    builtin set -g __gitlab_aws_flags $argv
    __gitlab_aws_renew
end

function gitlab_aws_refresh
    builtin set -l fish_trace
    __gitlab_aws_fresh; and return 0
    builtin set -q argv[1]; and builtin set -g __gitlab_aws_flags $argv
    __gitlab_aws_renew
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
