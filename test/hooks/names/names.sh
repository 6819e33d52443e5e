# shellcheck shell=sh disable=SC1090,SC2034,SC2154,SC3028
# A job of the POSIX family whose names are those of everybody: VARIABLES that cannot be changed, and FUNCTIONS with the names of
# commands, which note that they were called. Below that, only keywords, programs and echo are used.
__text='check_variables() { :'
for __word in $(printf '%s\n' "${VARIABLES-}"); do
  readonly "$__word=mine"
  __text="$__text; case \$$__word in mine) ;; *) echo $__word has changed ;; esac"
done
eval "$__text; }"
__text=
__calls='call_functions() { :'
for __word in $(printf '%s\n' "${FUNCTIONS-}"); do
  __text="$__text
$__word() { ! echo '$__word' >>\"\$STUB/called\"; }"
  case " ${READONLY_FUNCTIONS-} " in *" $__word "*) __text="$__text
readonly -f $__word" ;; esac
  __calls="$__calls; $__word || :"
done
eval "$__calls; }
$__text"

__options=${BASHOPTS-}:${SHELLOPTS-}:$-
\. "$HOOK"
gitlab_aws_login --region eu-central-1 || echo "login: $?"
dump login
\. "$HOOK"
gitlab_aws_refresh || echo "refresh while fresh: $?"
GITLAB_AWS_CREDENTIAL_EXPIRES_AT=10
gitlab_aws_refresh || echo "refresh: $?"
dump refresh
answer 5
__code=0
gitlab_aws_login --region eu-central-1 || __code=$?
case $__code in 5) ;; *) echo "login that fails: $__code" ;; esac
dump failed
answer 0
gitlab_aws_login --region eu-central-1 || echo "second login: $?"
gitlab_aws_logout || echo "logout: $?"
dump logout
called end
call_functions
check_variables
case ${BASHOPTS-}:${SHELLOPTS-}:$- in "$__options") ;; *) echo "the options have changed" ;; esac
