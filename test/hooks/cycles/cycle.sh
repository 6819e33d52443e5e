# shellcheck shell=sh disable=SC2016,SC1090,SC2034,SC2154
# The life of a hook in the POSIX family: log in, use, refresh, fail, log out. Prints ok when all went as it should.
# STUB is the stub's folder, HOOK the file under test, PRELUDE what the user has done before.

die() {
  command printf '%s\n' "$*" >&2
  exit 99
}
is() { [ "$2" = "$3" ] || die "$1 is <$2> instead of <$3>"; }
calls() { is "number of calls after $1" "$(wc -l <"$STUB/calls" | tr -d ' ')" "$2"; }
last_call() { is "last call after $1" "$(tail -n 1 "$STUB/calls")" "[env][--shell][$SHELL_NAME]$2"; }
answer() { command printf '%s\n' "$1" >|"$STUB/code"; }
near() { GITLAB_AWS_CREDENTIAL_EXPIRES_AT=$(($(command date +%s) + $1)); }
gone() {
  for name in AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION GITLAB_AWS_CREDENTIAL_EXPIRES_AT; do
    ! printenv "$name" >/dev/null || die "$name is still set after $1"
  done
}
state() { set +o; }

case ${PRELUDE-} in ?*) . "$PRELUDE" ;; esac
before=$(state)
. "$HOOK"
case ${PRELUDE-} in *aliases*) \unalias -a ;; esac
is "options after sourcing" "$(state)" "$before"

gitlab_aws_logout
calls "logout without login" 0

AWS_PROFILE=stale
export AWS_PROFILE
gitlab_aws_login --role-name "it's  a 'role' \$(touch pwned) *" --region eu-central-1 ''
calls login 1
last_call login "[--role-name][it's  a 'role' \$(touch pwned) *][--region][eu-central-1][]"
is key "$(printenv AWS_ACCESS_KEY_ID)" ASIAIOSFODNN7EXAMPLE
is secret "$(printenv AWS_SECRET_ACCESS_KEY)" "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY="
is expiry "$(printenv GITLAB_AWS_CREDENTIAL_EXPIRES_AT)" 2147483647
is region "$(printenv AWS_REGION)" eu-central-1
is profile "${AWS_PROFILE-none}" none

. "$HOOK"
gitlab_aws_refresh
gitlab_aws_refresh --other
calls "refresh while fresh" 1
near 290
gitlab_aws_refresh
calls "refresh near the expiry" 2
last_call refresh "[--role-name][it's  a 'role' \$(touch pwned) *][--region][eu-central-1][]"
is expiry "$GITLAB_AWS_CREDENTIAL_EXPIRES_AT" 2147483647
near 310
gitlab_aws_refresh
calls "refresh before the margin" 2
GITLAB_AWS_REFRESH_MARGIN=320
gitlab_aws_refresh
calls "refresh with a wider margin" 3
near 100
GITLAB_AWS_REFRESH_MARGIN=60
gitlab_aws_refresh
calls "refresh with a narrower margin" 3
for margin in 'x[$(touch pwned)]' 08 -1 '1 2' 99999999999999999999; do
  GITLAB_AWS_REFRESH_MARGIN=$margin
  near 310
  gitlab_aws_refresh
  calls "refresh with the margin $margin" 3
done
unset GITLAB_AWS_REFRESH_MARGIN
count=3
for expiry in '' 'x[$(touch pwned)]' 0x7fffffff 08999999999 '2147483647 ' 99999999999999999999 -5 "$(($(command date +%s) - 10))"; do
  GITLAB_AWS_CREDENTIAL_EXPIRES_AT=$expiry
  gitlab_aws_refresh
  count=$((count + 1))
  calls "refresh with the expiry <$expiry>" "$count"
done
[ ! -e pwned ] || die "something was run as code"

near 0
gitlab_aws_refresh -r other
last_call "refresh with flags" "[-r][other]"
near 0
gitlab_aws_refresh
last_call "the next refresh" "[-r][other]"

answer 5
code=0
gitlab_aws_login --role-arn x || code=$?
is "exit code of a failed login" "$code" 5
gone "a failed login"
is "region after a failed login" "${AWS_REGION-none}" none
code=0
if gitlab_aws_refresh; then die "a refresh that fails has succeeded"; else code=$?; fi
is "exit code of a failed refresh" "$code" 5
last_call "refresh after a failed login" "[--role-arn][x]"
answer silent
code=0
gitlab_aws_login 2>/dev/null || code=$?
is "exit code after no answer" "$code" 1
answer 0
code=0
GITLAB_AWS_HELPER=/nowhere/helper
gitlab_aws_login 2>/dev/null || code=$?
unset GITLAB_AWS_HELPER
is "exit code without a helper" "$code" 127

AWS_REGION=mine
gitlab_aws_login
gitlab_aws_logout
gone logout
is "the user's region" "$AWS_REGION" mine
gitlab_aws_logout
gitlab_aws_login --region=x
gitlab_aws_logout
gone logout
is "our region" "${AWS_REGION-none} ${AWS_DEFAULT_REGION-none}" "none none"
gitlab_aws_refresh
last_call "refresh after logout" ""

is "options in the end" "$(state)" "$before"
echo ok
