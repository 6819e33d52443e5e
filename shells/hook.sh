# gitlab-aws-credential-helper: gitlab_aws_login, gitlab_aws_refresh and gitlab_aws_logout for the running shell.
# Generated from src/hooks/templates/hook.sh by scripts/generate-hooks.mjs: change it there.
# shellcheck shell=sh disable=SC3028 # EPOCHREALTIME is looked at, not relied on.
# For sh, dash, ksh93, mksh and busybox ash. Source it: . hook.sh
# A backslash before a command's name keeps the user's aliases out of these functions.

# The flags of the last login outlive a second sourcing, but are never taken from the environment.
\command -v gitlab_aws_login >/dev/null 2>&1 || \unset -v __gitlab_aws_flags __gitlab_aws_region

# Which clock this shell has without starting a process. Only a built-in one gives another value at each look.
__gitlab_aws_clock=program
__gitlab_aws_now=${EPOCHREALTIME-}
case $__gitlab_aws_now in
  [123456789]*)
    for __gitlab_aws_word in 1 2 3 4 5 6 7 8; do
      case ${EPOCHREALTIME-} in "$__gitlab_aws_now") ;; *) __gitlab_aws_clock=variable ;; esac
    done
    ;;
esac
case ${KSH_VERSION-} in
  *' 93'*)
    # shellcheck disable=SC3050 # ksh93's printf has it; another shell that inherited the variable prints no digits.
    case $(\command printf '%(%s)T' now 2>/dev/null) in [123456789]*) __gitlab_aws_clock=ksh93 ;; esac
    ;;
esac

# Gets credentials with these flags and puts them into the environment, or takes the old ones away and sets the status.
# Runs with the trace switched off.
__gitlab_aws_renew() {
  __gitlab_aws_status=0
  __gitlab_aws_trap=
  # shellcheck disable=SC3045,SC3047 # only in ksh93
  case $__gitlab_aws_clock in
    # ksh93 alone has a DEBUG trap, which would see every value.
    ksh93) __gitlab_aws_trap=$(\trap -p DEBUG) && \trap - DEBUG ;;
  esac
  __gitlab_aws_script=$(\command "${GITLAB_AWS_HELPER:-gitlab-aws-credential-helper}" env --shell sh "$@") || __gitlab_aws_status=$?
  case $__gitlab_aws_status in
    0)
      \unset -v GITLAB_AWS_CREDENTIAL_EXPIRES_AT
      __gitlab_aws_hide_aliases
      \eval "$__gitlab_aws_script"
      \eval "$__gitlab_aws_aliases"
      case $__gitlab_aws_script in *'export AWS_REGION='*) __gitlab_aws_region=ours ;; esac
      case ${GITLAB_AWS_CREDENTIAL_EXPIRES_AT-} in
        '')
          __gitlab_aws_status=1
          \command printf '%s\n' 'gitlab-aws-credential-helper: the helper printed no credentials' >&2
          ;;
      esac
      ;;
  esac
  \unset -v __gitlab_aws_script
  case $__gitlab_aws_status in 0) ;; *) __gitlab_aws_take_out ;; esac
  case $__gitlab_aws_trap in ?*) \eval "\\trap -- $__gitlab_aws_trap DEBUG" ;; esac
}

# The statements that are evaluated have no backslashes. Leaves in a variable how the user's aliases come back.
__gitlab_aws_hide_aliases() {
  __gitlab_aws_aliases=
  for __gitlab_aws_word in export unset; do
    if __gitlab_aws_quoted=$(\alias "$__gitlab_aws_word" 2>/dev/null); then
      \unalias "$__gitlab_aws_word"
      __gitlab_aws_aliases="$__gitlab_aws_aliases\\alias ${__gitlab_aws_quoted#alias };"
    fi
  done
}

__gitlab_aws_take_out() {
  \unset -v AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION GITLAB_AWS_CREDENTIAL_EXPIRES_AT
  case ${__gitlab_aws_region-} in ours) \unset -v AWS_REGION AWS_DEFAULT_REGION ;; esac
  \unset -v __gitlab_aws_region
}

# Keeps the flags as one text that `eval` turns into the same words again.
__gitlab_aws_remember() {
  __gitlab_aws_flags=
  for __gitlab_aws_word; do
    __gitlab_aws_quoted=
    while \:; do
      case $__gitlab_aws_word in
        *\'*)
          __gitlab_aws_quoted=$__gitlab_aws_quoted${__gitlab_aws_word%%\'*}"'\\''"
          __gitlab_aws_word=${__gitlab_aws_word#*\'}
          ;;
        *) \break ;;
      esac
    done
    __gitlab_aws_flags="$__gitlab_aws_flags '$__gitlab_aws_quoted$__gitlab_aws_word'"
  done
}

# Whether the credentials live longer than the margin. What is not a plain number never gets into arithmetic.
__gitlab_aws_fresh() {
  case ${GITLAB_AWS_CREDENTIAL_EXPIRES_AT-} in '' | 0* | *[!0123456789]* | ????????????*) \return 1 ;; esac
  # shellcheck disable=SC3050 # ksh93's printf has it.
  case $__gitlab_aws_clock in
    variable)
      __gitlab_aws_now=${EPOCHREALTIME-}
      __gitlab_aws_now=${__gitlab_aws_now%%[!0123456789]*}
      ;;
    ksh93) __gitlab_aws_now=$(\command printf '%(%s)T' now) ;;
    *) __gitlab_aws_now=$(\command date +%s) || __gitlab_aws_now= ;;
  esac
  case $__gitlab_aws_now in '' | 0* | *[!0123456789]*) \return 1 ;; esac
  __gitlab_aws_margin=${GITLAB_AWS_REFRESH_MARGIN:-300}
  case $__gitlab_aws_margin in 0?* | *[!0123456789]* | ??????????*) __gitlab_aws_margin=300 ;; esac
  case $((GITLAB_AWS_CREDENTIAL_EXPIRES_AT - __gitlab_aws_now > __gitlab_aws_margin)) in 1) ;; *) \return 1 ;; esac
}

# Switches the trace back to what it was.
__gitlab_aws_leave() {
  case $__gitlab_aws_options in *v*) \set -v ;; esac
  case $__gitlab_aws_options in *x*) \set -x ;; esac
}

gitlab_aws_login() {
  {
    __gitlab_aws_options=$-
    \set +xv
  } 2>/dev/null
  __gitlab_aws_remember "$@"
  __gitlab_aws_renew "$@"
  __gitlab_aws_leave
  \return "$__gitlab_aws_status"
}

gitlab_aws_refresh() {
  {
    __gitlab_aws_options=$-
    \set +xv
  } 2>/dev/null
  __gitlab_aws_status=0
  if __gitlab_aws_fresh; then
    \:
  else
    case $# in 0) ;; *) __gitlab_aws_remember "$@" ;; esac
    \eval "__gitlab_aws_renew ${__gitlab_aws_flags-}"
  fi
  __gitlab_aws_leave
  \return "$__gitlab_aws_status"
}

gitlab_aws_logout() {
  {
    __gitlab_aws_options=$-
    \set +xv
  } 2>/dev/null
  __gitlab_aws_take_out
  \unset -v __gitlab_aws_flags
  __gitlab_aws_leave
  \return 0
}
