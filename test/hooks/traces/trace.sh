# shellcheck shell=sh disable=SC1090,SC2034,SC3047,SC3028
# A job that is traced in the way $1 says.
. "$HOOK"
case $1 in
  debug-trap) trap 'printf "DEBUG %s\n" "${BASH_COMMAND-}${ZSH_DEBUG_CMD-}" >&2' DEBUG ;;
  extdebug)
    # shellcheck disable=SC3044
    shopt -s extdebug
    trap 'printf "DEBUG %s\n" "$BASH_COMMAND" >&2' DEBUG
    ;;
  debug-trap-ksh93) trap 'print -r -u2 -- "DEBUG ${.sh.command}"' DEBUG ;;
esac
set "-$2"
gitlab_aws_login --region eu-central-1
gitlab_aws_refresh
GITLAB_AWS_CREDENTIAL_EXPIRES_AT=0
gitlab_aws_refresh || exit
if gitlab_aws_login; then : still-traced; fi
gitlab_aws_logout
