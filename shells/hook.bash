# gitlab-aws-credential-helper: gitlab_aws_login, gitlab_aws_refresh and gitlab_aws_logout for the running shell.
# Generated from src/hooks/templates/hook.bash by scripts/generate-hooks.mjs: change it there.
# shellcheck shell=bash
# For bash 3.2 and later. Source it: . hook.bash
# `\builtin` keeps the user's aliases and functions out of these functions, and `__gitlab_aws_enter` a function named `builtin`.
# There are no local variables: what the user has made read-only cannot be local either.

# Gets credentials with the flags of the last login and puts them into the environment, or sets the status and takes the old ones
# away; those of a refresh stay while they are good. Runs with the trace switched off, and after `set +T`, so that no DEBUG
# trap sees the statements that are evaluated. The helper gets the margin: its cache would else hand out what the hook wants
# renewed.
function __gitlab_aws_renew() {
  __gitlab_aws_status=0
  __gitlab_aws_script=$(
    # shellcheck disable=SC2030 # A read-only margin must not be set again, not even to what it is.
    [[ ${GITLAB_AWS_REFRESH_MARGIN-} == "$__gitlab_aws_margin" ]] || GITLAB_AWS_REFRESH_MARGIN=$__gitlab_aws_margin
    \builtin export GITLAB_AWS_REFRESH_MARGIN
    \builtin command "${GITLAB_AWS_HELPER:-gitlab-aws-credential-helper}" env --shell bash ${__gitlab_aws_flags[@]+"${__gitlab_aws_flags[@]}"}
  ) || __gitlab_aws_status=$?
  if [[ $__gitlab_aws_status == 0 ]]; then
    if [[ $__gitlab_aws_script == *'export GITLAB_AWS_CREDENTIAL_EXPIRES_AT='* ]]; then
      [[ $__gitlab_aws_script != *'export AWS_REGION='* ]] || __gitlab_aws_region=ours
      __gitlab_aws_evaluate
      if [[ -z ${GITLAB_AWS_CREDENTIAL_EXPIRES_AT-} ]]; then
        __gitlab_aws_status=1
        \builtin printf '%s\n' 'gitlab-aws-credential-helper: the credentials cannot be put into the environment' >&2
      fi
    else
      __gitlab_aws_status=1
      \builtin printf '%s\n' 'gitlab-aws-credential-helper: the helper printed no credentials' >&2
    fi
  fi
  __gitlab_aws_script=
  __gitlab_aws_settle
}

# Functions of the user's may be named like what the helper prints, and aliases are expanded when a text is evaluated.
function __gitlab_aws_evaluate() {
  \builtin unset -v GITLAB_AWS_CREDENTIAL_EXPIRES_AT
  __gitlab_aws_script=$'\n'$__gitlab_aws_script
  __gitlab_aws_script=${__gitlab_aws_script//$'\nexport '/$'\nbuiltin export '}
  __gitlab_aws_script=${__gitlab_aws_script//$'\nunset '/$'\nbuiltin unset '}
  if \builtin shopt -q expand_aliases; then
    \builtin shopt -u expand_aliases
    \builtin eval "$__gitlab_aws_script"
    \builtin shopt -s expand_aliases
  else
    \builtin eval "$__gitlab_aws_script"
  fi
}

# After the helper has run: whether the old credentials stay, and when it is worth while to ask again.
function __gitlab_aws_settle() {
  __gitlab_aws_pause=
  if __gitlab_aws_look && [[ $__gitlab_aws_status == 0 ]]; then
    \builtin return 0
  fi
  if [[ $__gitlab_aws_status != 0 ]]; then
    if [[ $__gitlab_aws_keep == no ]] || ((__gitlab_aws_left <= 0)); then
      __gitlab_aws_take_out
      \builtin return 0
    fi
    __gitlab_aws_status=0
    \builtin printf '%s\n' "gitlab-aws-credential-helper: the old credentials stay in use: they are good for $__gitlab_aws_left more seconds" >&2
  fi
  __gitlab_aws_pause=$GITLAB_AWS_CREDENTIAL_EXPIRES_AT:$((__gitlab_aws_left / 2))
}

function __gitlab_aws_take_out() {
  \builtin unset -v AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION GITLAB_AWS_CREDENTIAL_EXPIRES_AT
  [[ $__gitlab_aws_region != ours ]] || \builtin unset -v AWS_REGION AWS_DEFAULT_REGION
  __gitlab_aws_region=
  __gitlab_aws_pause=
}

# Whether the credentials live longer than the margin, both of which it leaves in variables. What is not a plain number never
# gets into arithmetic. While nothing is to be done, there is no command in here that a function could stand for.
function __gitlab_aws_look() {
  __gitlab_aws_left=0
  # shellcheck disable=SC2031
  __gitlab_aws_margin=${GITLAB_AWS_REFRESH_MARGIN:-300}
  case $__gitlab_aws_margin in
    *[!0123456789]* | ??????????*) __gitlab_aws_margin=300 ;;
    0?*) __gitlab_aws_margin=$((10#$__gitlab_aws_margin)) ;;
  esac
  if ((BASH_VERSINFO[0] >= 5)); then
    __gitlab_aws_now=${EPOCHSECONDS-}
  elif ((BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] >= 2)); then
    \builtin printf -v __gitlab_aws_now '%(%s)T' -1
  else
    __gitlab_aws_now=$(\builtin command date +%s) || __gitlab_aws_now=
  fi
  case $__gitlab_aws_now:${GITLAB_AWS_CREDENTIAL_EXPIRES_AT-} in
    :* | 0* | *[!0123456789:]* | *:*:* | *: | *:0* | *:????????????*) ;;
    *) __gitlab_aws_left=$((GITLAB_AWS_CREDENTIAL_EXPIRES_AT - __gitlab_aws_now)) ;;
  esac
  ((__gitlab_aws_left > __gitlab_aws_margin))
}

# The last time the helper ran, the credentials had less than the margin left: it runs again when half of that is over.
function __gitlab_aws_paused() {
  [[ $__gitlab_aws_pause == "${GITLAB_AWS_CREDENTIAL_EXPIRES_AT-}":* ]] && ((__gitlab_aws_left > ${__gitlab_aws_pause#*:}))
}

# Switches the trace off, and `set -k`, under which `export NAME=value` sets nothing. A function of the user's that is named `builtin` steps aside meanwhile, where it is not read-only:
# in posix mode, which an assignment begins, no function can stand for a special built-in.
function __gitlab_aws_enter() {
  __gitlab_aws_own_builtin=$(
    {
      POSIXLY_CORRECT=1
      \set +xvTE
      \trap - DEBUG ERR
      \unset -f declare
    } >/dev/null 2>&1
    \declare -f builtin || \exit 0
  )
  [[ -z $__gitlab_aws_own_builtin ]] || __gitlab_aws_put_aside
  [[ -z $__gitlab_aws_options ]] || \builtin set +xvkTE
}

# Posix mode changes some of the user's options when it begins, and others when it ends.
function __gitlab_aws_put_aside() {
  __gitlab_aws_shopts=${BASHOPTS-}
  if [[ :$SHELLOPTS: == *:posix:* ]]; then
    \unset -f builtin
  else
    POSIXLY_CORRECT=1
    \unset -f builtin
    \builtin unset -v POSIXLY_CORRECT
  fi
  for __gitlab_aws_word in expand_aliases inherit_errexit interactive_comments shift_verbose sourcepath; do
    if [[ :$__gitlab_aws_shopts: == *:$__gitlab_aws_word:* ]]; then
      \builtin shopt -s "$__gitlab_aws_word" || ((1))
    elif [[ -n $__gitlab_aws_shopts ]]; then
      \builtin shopt -u "$__gitlab_aws_word" || ((1))
    fi
  done 2>/dev/null
}

# Gives back what the caller had.
function __gitlab_aws_leave() {
  [[ -z $__gitlab_aws_options ]] || \builtin set "-$__gitlab_aws_options"
  [[ -z $__gitlab_aws_own_builtin ]] || \builtin eval "$__gitlab_aws_own_builtin"
}

function gitlab_aws_login() {
  {
    __gitlab_aws_options=$-
    __gitlab_aws_options=${__gitlab_aws_options//[!xvkTE]/}
    __gitlab_aws_enter
  } 2>/dev/null
  __gitlab_aws_flags=("$@")
  __gitlab_aws_keep=no
  __gitlab_aws_look || ((1))
  __gitlab_aws_renew
  __gitlab_aws_leave
  [[ -n $__gitlab_aws_own_builtin ]] || \builtin return "$__gitlab_aws_status"
  (POSIXLY_CORRECT=1 && \exit "$__gitlab_aws_status")
}

# shellcheck disable=SC2120
function gitlab_aws_refresh() {
  {
    __gitlab_aws_options=$-
    __gitlab_aws_options=${__gitlab_aws_options//[!xvkTE]/}
    __gitlab_aws_own_builtin=
    __gitlab_aws_status=0
    [[ -z $__gitlab_aws_options ]] || __gitlab_aws_enter
  } 2>/dev/null
  if ! __gitlab_aws_look && ! __gitlab_aws_paused; then
    [[ -n $__gitlab_aws_options ]] || __gitlab_aws_enter
    __gitlab_aws_renew_with "$@"
  fi
  [[ -z $__gitlab_aws_options$__gitlab_aws_own_builtin ]] || __gitlab_aws_leave
  [[ $__gitlab_aws_status == 0 || -n $__gitlab_aws_own_builtin ]] || \builtin return "$__gitlab_aws_status"
  [[ $__gitlab_aws_status == 0 ]] || (POSIXLY_CORRECT=1 && \exit "$__gitlab_aws_status")
}

# With other flags the old credentials are somebody else's.
function __gitlab_aws_renew_with() {
  __gitlab_aws_keep=yes
  if (($# > 0)); then
    \builtin printf -v __gitlab_aws_word '%q ' "$@"
    \builtin printf -v __gitlab_aws_script '%q ' ${__gitlab_aws_flags[@]+"${__gitlab_aws_flags[@]}"}
    [[ $__gitlab_aws_word == "$__gitlab_aws_script" ]] || __gitlab_aws_keep=no
    __gitlab_aws_flags=("$@")
  fi
  __gitlab_aws_renew
}

function gitlab_aws_logout() {
  {
    __gitlab_aws_options=$-
    __gitlab_aws_options=${__gitlab_aws_options//[!xvkTE]/}
    __gitlab_aws_enter
  } 2>/dev/null
  __gitlab_aws_take_out
  __gitlab_aws_flags=()
  __gitlab_aws_leave
  ((1))
}

# Before each command, as a DEBUG trap: $1 is the status that the trap leaves, and $2 keeps `$_` what it was.
# A refresh that fails ends a script, which has no credentials to go on with; an interactive shell stays.
function __gitlab_aws_before_command() {
  if [[ -n ${GITLAB_AWS_CREDENTIAL_EXPIRES_AT-} && $BASH_COMMAND != gitlab_aws_* ]]; then
    # shellcheck disable=SC2119
    gitlab_aws_refresh || [[ $- == *i* ]] || \builtin exit "$__gitlab_aws_status"
  fi
  \builtin return "$1"
}

# The user's own trap goes first and sees the same `$?` and `$_` as without us.
# The file cannot see a DEBUG trap when it is sourced, only when it is evaluated: eval "$(cat hook.bash)"
function __gitlab_aws_install() {
  \builtin eval "__gitlab_aws_words=($1)"
  case ${__gitlab_aws_words[2]-} in
    *__gitlab_aws_before_command*) ;;
    '' | -) \builtin trap -- '__gitlab_aws_before_command 0 "$_"' DEBUG ;;
    *) \builtin trap -- "${__gitlab_aws_words[2]}"$'\n''__gitlab_aws_before_command "$?" "$_"' DEBUG ;;
  esac
}

# What the last login left outlives a second sourcing. The environment has no arrays, so none of it comes from there.
if [[ -z ${__gitlab_aws_sourced[1]-} ]]; then
  __gitlab_aws_sourced=(has been)
  __gitlab_aws_flags=()
  __gitlab_aws_region=
  __gitlab_aws_pause=
fi
if [[ ${GITLAB_AWS_AUTO_REFRESH-} == 1 ]]; then
  __gitlab_aws_options=
  __gitlab_aws_enter
  __gitlab_aws_install "$(\builtin trap -p DEBUG)"
  __gitlab_aws_leave
fi
