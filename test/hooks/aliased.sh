# shellcheck shell=sh disable=SC1090,SC2154
# A user whose aliases are in force while the functions run, too.
. "$PRELUDE"
\. "$HOOK"
gitlab_aws_login --role-name x
gitlab_aws_refresh
gitlab_aws_logout
gitlab_aws_refresh
case $(\alias unset) in *false*) ;; *) \echo "the user's alias is gone" >&2 ;; esac
\unalias -a
echo "$GITLAB_AWS_CREDENTIAL_EXPIRES_AT"
