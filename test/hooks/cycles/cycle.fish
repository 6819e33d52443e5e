# The life of the fish hook: log in, use, refresh, fail, log out. Prints ok when all went as it should.

function die
    builtin echo $argv >&2
    exit 99
end
function is
    builtin test "$argv[2]" = "$argv[3]"; or die "$argv[1] is <$argv[2]> instead of <$argv[3]>"
end
function calls
    is "number of calls after $argv[1]" (command wc -l <$STUB/calls | string trim) $argv[2]
end
function last_call
    is "last call after $argv[1]" (command tail -n 1 $STUB/calls) "[env][--shell][fish]$argv[2]"
end
function answer
    builtin echo $argv[1] >$STUB/code
end
function near
    set -gx GITLAB_AWS_CREDENTIAL_EXPIRES_AT (builtin math (command date +%s) + $argv[1])
end
function gone
    for name in AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION GITLAB_AWS_CREDENTIAL_EXPIRES_AT
        set -q $name; and die "$name is still set after $argv[1]"
    end
end

test -z "$PRELUDE"; or source $PRELUDE
source $HOOK
gitlab_aws_logout
or die "logout has failed"
calls "logout without login" 0

set -gx AWS_PROFILE stale
gitlab_aws_login --role-name "it's  a 'role' (touch pwned) *" --region eu-central-1 ''
is "status of a login" $status 0
calls login 1
last_call login "[--role-name][it's  a 'role' (touch pwned) *][--region][eu-central-1][]"
is key (command printenv AWS_ACCESS_KEY_ID) ASIAIOSFODNN7EXAMPLE
is secret (command printenv AWS_SECRET_ACCESS_KEY) "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY="
is expiry (command printenv GITLAB_AWS_CREDENTIAL_EXPIRES_AT) 2147483647
is region (command printenv AWS_REGION) eu-central-1
set -q AWS_PROFILE; and die "the stale profile is still there"

source $HOOK
gitlab_aws_refresh
or die "refresh has failed"
gitlab_aws_refresh --other
calls "refresh while fresh" 1
near 290
gitlab_aws_refresh
calls "refresh near the expiry" 2
last_call refresh "[--role-name][it's  a 'role' (touch pwned) *][--region][eu-central-1][]"
is expiry $GITLAB_AWS_CREDENTIAL_EXPIRES_AT 2147483647
near 310
gitlab_aws_refresh
calls "refresh before the margin" 2
set -g GITLAB_AWS_REFRESH_MARGIN 320
gitlab_aws_refresh
calls "refresh with a wider margin" 3
near 100
set -g GITLAB_AWS_REFRESH_MARGIN 60
gitlab_aws_refresh
calls "refresh with a narrower margin" 3
for margin in '(touch pwned)' 08 -1 '1 2' 99999999999999999999
    set -g GITLAB_AWS_REFRESH_MARGIN $margin
    near 310
    gitlab_aws_refresh
    calls "refresh with the margin $margin" 3
end
set -e GITLAB_AWS_REFRESH_MARGIN
set -l count 3
for expiry in '' '(touch pwned)' 0x7fffffff 08999999999 '2147483647 ' 99999999999999999999 -5 (builtin math (command date +%s) - 10)
    set -gx GITLAB_AWS_CREDENTIAL_EXPIRES_AT $expiry
    gitlab_aws_refresh
    set count (builtin math $count + 1)
    calls "refresh with the expiry <$expiry>" $count
end
test -e pwned; and die "something was run as code"

near 0
gitlab_aws_refresh -r other
last_call "refresh with flags" "[-r][other]"
near 0
gitlab_aws_refresh
last_call "the next refresh" "[-r][other]"

answer 5
gitlab_aws_login --role-arn x
is "status of a failed login" $status 5
gone "a failed login"
set -q AWS_REGION; and die "the region is still there"
gitlab_aws_refresh
is "status of a failed refresh" $status 5
last_call "refresh after a failed login" "[--role-arn][x]"
answer silent
gitlab_aws_login 2>/dev/null
is "status after no answer" $status 1
answer 0
set -g GITLAB_AWS_HELPER /nowhere/helper
gitlab_aws_login 2>/dev/null
is "status without a helper" $status 127
set -e GITLAB_AWS_HELPER

set -gx AWS_REGION mine
gitlab_aws_login
gitlab_aws_logout
gone logout
is "the user's region" "$AWS_REGION" mine
gitlab_aws_logout
gitlab_aws_login --region=x
gitlab_aws_logout
gone logout
set -q AWS_REGION AWS_DEFAULT_REGION; and die "our region is still there"
gitlab_aws_refresh
last_call "refresh after logout" ""
builtin echo ok
