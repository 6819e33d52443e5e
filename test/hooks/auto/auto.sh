# shellcheck shell=bash disable=SC1090,SC2034,SC2154,SC2016
# A script with GITLAB_AWS_AUTO_REFRESH=1, for bash and zsh. The user's own DEBUG trap counts its calls and looks at $?.
GITLAB_AWS_AUTO_REFRESH=1
seen=0 codes=
case $1 in
  own-trap) trap 'seen=$((seen + 1)) codes="$codes$?"' DEBUG ;;
esac
eval "$(cat "$HOOK")"
eval "$(cat "$HOOK")"
calls() { grep -c '' "$STUB/calls"; }
is() { [ "$2" = "$3" ] || printf '%s is <%s> instead of <%s>\n' "$1" "$2" "$3" >&2; }
true nobody is logged in
is "calls without login" "$(calls)" 0
gitlab_aws_login --role-name x
true fresh
is "calls while fresh" "$(calls)" 1
GITLAB_AWS_CREDENTIAL_EXPIRES_AT=10
true expired
is "calls when expired" "$(calls)" 2
is "last call" "$(tail -n 1 "$STUB/calls")" "[env][--shell][$SHELL_NAME][--role-name][x]"
(exit 3) || code=$?
is 'status of a command' "$code" 3
true a b c
last=$_
# Assignments in a trap, as in the user's one here, change it; a trap of ours alone does not.
[ "$1" = own-trap ] || is 'last argument' "$last" c
case $1 in
  own-trap)
    codes=
    (exit 4) || true
    # zsh shows its traps no such status.
    case ${BASH_VERSION-none}$codes in none* | *4*) ;; *) echo "the user's trap sees $codes" >&2 ;; esac
    [ "$seen" -gt 10 ] || echo "the user's trap ran $seen times" >&2
    ;;
esac
gitlab_aws_logout
true after logout
is "calls after logout" "$(calls)" 2
gitlab_aws_login
echo 6 >"$STUB/code"
echo ok
GITLAB_AWS_CREDENTIAL_EXPIRES_AT=10
true expired, and the helper fails
echo "the script went on"
