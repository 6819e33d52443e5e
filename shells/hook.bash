# gitlab-aws-credential-helper: gitlab_aws_login, gitlab_aws_refresh and gitlab_aws_logout for the running shell.
# Generated from src/hooks/templates/hook.bash by scripts/generate-hooks.mjs: change it there.
# shellcheck shell=bash
# For bash 3.2 and later. Source it: . hook.bash
# `\builtin` and `\command` keep the user's aliases and functions out of these functions.

# The flags of the last login outlive a second sourcing.
if ! \builtin declare -F gitlab_aws_login >/dev/null; then
  __gitlab_aws_flags=()
  __gitlab_aws_region=
fi

# Gets credentials with the flags of the last login and puts them into the environment, or takes the old ones away.
# Runs with the trace switched off, and after `set +T`, so that no DEBUG trap sees the statements that are evaluated.
function __gitlab_aws_renew() {
  \builtin local script status=0
  script=$(\builtin command "${GITLAB_AWS_HELPER:-gitlab-aws-credential-helper}" env --shell bash ${__gitlab_aws_flags[@]+"${__gitlab_aws_flags[@]}"}) || status=$?
  if [[ $status == 0 ]]; then
    \builtin unset -v GITLAB_AWS_CREDENTIAL_EXPIRES_AT
    if \builtin shopt -q expand_aliases; then
      \builtin shopt -u expand_aliases
      \builtin eval "$script"
      \builtin shopt -s expand_aliases
    else
      \builtin eval "$script"
    fi
    [[ $script != *'export AWS_REGION='* ]] || __gitlab_aws_region=ours
    if [[ -z ${GITLAB_AWS_CREDENTIAL_EXPIRES_AT-} ]]; then
      status=1
      \builtin printf '%s\n' 'gitlab-aws-credential-helper: the helper printed no credentials' >&2
    fi
  fi
  [[ $status == 0 ]] || __gitlab_aws_take_out
  \builtin return "$status"
}

function __gitlab_aws_take_out() {
  \builtin unset -v AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION GITLAB_AWS_CREDENTIAL_EXPIRES_AT
  [[ $__gitlab_aws_region != ours ]] || \builtin unset -v AWS_REGION AWS_DEFAULT_REGION
  __gitlab_aws_region=
}

# Whether the credentials live longer than the margin. What is not a plain number never gets into arithmetic.
function __gitlab_aws_fresh() {
  \builtin local expires="${GITLAB_AWS_CREDENTIAL_EXPIRES_AT-}" margin="${GITLAB_AWS_REFRESH_MARGIN:-300}" now=
  case $expires in '' | 0* | *[!0123456789]* | ????????????*) \builtin return 1 ;; esac
  case $margin in 0?* | *[!0123456789]* | ??????????*) margin=300 ;; esac
  if ((BASH_VERSINFO[0] >= 5)); then
    now=${EPOCHSECONDS-}
  elif ((BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] >= 2)); then
    \builtin printf -v now '%(%s)T' -1
  else
    now=$(\builtin command date +%s) || now=
  fi
  case $now in '' | 0* | *[!0123456789]*) \builtin return 1 ;; esac
  ((expires - now > margin))
}

function gitlab_aws_login() {
  {
    \builtin local options="$-" status=0
    \builtin set +xvTE
  } 2>/dev/null
  __gitlab_aws_flags=("$@")
  __gitlab_aws_renew || status=$?
  __gitlab_aws_leave
  \builtin return "$status"
}

function gitlab_aws_refresh() {
  {
    \builtin local options="$-" status=0
    \builtin set +xvTE
  } 2>/dev/null
  if ! __gitlab_aws_fresh; then
    (($# == 0)) || __gitlab_aws_flags=("$@")
    __gitlab_aws_renew || status=$?
  fi
  __gitlab_aws_leave
  \builtin return "$status"
}

function gitlab_aws_logout() {
  {
    \builtin local options="$-"
    \builtin set +xvTE
  } 2>/dev/null
  __gitlab_aws_take_out
  __gitlab_aws_flags=()
  __gitlab_aws_leave
  \builtin return 0
}

# Switches on again what the caller of the function that calls this had on.
function __gitlab_aws_leave() {
  options=${options//[!xvTE]/}
  [[ -z $options ]] || \builtin set "-$options"
}

# Before each command, as a DEBUG trap: $1 is the status that the trap leaves, and $2 keeps `$_` what it was.
# A refresh that fails ends a script, which has no credentials to go on with; an interactive shell stays.
function __gitlab_aws_before_command() {
  if [[ -n ${GITLAB_AWS_CREDENTIAL_EXPIRES_AT-} && $BASH_COMMAND != gitlab_aws_* ]]; then
    \builtin local status=0
    gitlab_aws_refresh || status=$?
    [[ $status == 0 || $- == *i* ]] || \builtin exit "$status"
  fi
  \builtin return "$1"
}

# The user's own trap goes first and sees the same `$?` and `$_` as without us.
# The file cannot see a DEBUG trap when it is sourced, only when it is evaluated: eval "$(cat hook.bash)"
function __gitlab_aws_install() {
  \builtin local -a words
  \builtin eval "words=($1)"
  case ${words[2]-} in
    *__gitlab_aws_before_command*) ;;
    '' | -) \builtin trap -- '__gitlab_aws_before_command 0 "$_"' DEBUG ;;
    *) \builtin trap -- "${words[2]}"$'\n''__gitlab_aws_before_command "$?" "$_"' DEBUG ;;
  esac
}
if [[ ${GITLAB_AWS_AUTO_REFRESH-} == 1 ]]; then
  __gitlab_aws_install "$(\builtin trap -p DEBUG)"
fi
