# shellcheck shell=sh disable=SC3028 # EPOCHREALTIME is looked at, not relied on.
# For sh, dash, ksh93, mksh and busybox ash. Source it: . hook.sh
# A backslash before a command's name keeps the user's aliases out of these functions. In these shells no function can take
# the place of a special built-in like `eval` or `unset`; one named `command` is put aside in subshells.

# In a subshell. ksh93 knows no function of that name, and would lose its built-in.
__gitlab_aws_bare() {
  case ${KSH_VERSION-} in *' 93'*) ;; *) \unset -f command || \: ;; esac
}

# What the last login left outlives a second sourcing, but is never taken from the environment.
(__gitlab_aws_bare && \command -v gitlab_aws_login) >/dev/null 2>&1 ||
  \unset -v __gitlab_aws_flags __gitlab_aws_region __gitlab_aws_pause

__gitlab_aws_newline='
'

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

# Gets credentials with these flags and puts them into the environment, or sets the status and takes the old ones away; those of a
# refresh stay while they are good. Runs with the trace switched off, and in bash after `set +T`, so that no DEBUG trap sees
# the statements that are evaluated. The helper gets the margin: its cache would else hand out what the hook wants renewed.
__gitlab_aws_renew() {
  __gitlab_aws_status=0
  __gitlab_aws_trap=
  # shellcheck disable=SC3045,SC3047 # only in ksh93
  case $__gitlab_aws_clock in
    # ksh93 has a DEBUG trap that functions inherit, which would see every value.
    ksh93) __gitlab_aws_trap=$(\trap -p DEBUG) && \trap - DEBUG ;;
  esac
  __gitlab_aws_script=$(
    __gitlab_aws_bare
    # shellcheck disable=SC2030 # A read-only margin must not be set again, not even to what it is.
    case ${GITLAB_AWS_REFRESH_MARGIN-} in "$__gitlab_aws_margin") ;; *) GITLAB_AWS_REFRESH_MARGIN=$__gitlab_aws_margin ;; esac
    \command export GITLAB_AWS_REFRESH_MARGIN
    \command "${GITLAB_AWS_HELPER:-@PROGRAM@}" env --shell @SHELL@ "$@"
  ) || __gitlab_aws_status=$?
  case $__gitlab_aws_status$__gitlab_aws_script in
    0*'export @EXPIRES_AT@='*)
      case $__gitlab_aws_script in *'export AWS_REGION='*) __gitlab_aws_region=ours ;; esac
      __gitlab_aws_guard
      \unset -v @EXPIRES_AT@
      \eval "$__gitlab_aws_script"
      case ${@EXPIRES_AT@-} in
        '')
          __gitlab_aws_status=1
          __gitlab_aws_say 'the credentials cannot be put into the environment'
          ;;
      esac
      ;;
    0*)
      __gitlab_aws_status=1
      __gitlab_aws_say 'the helper printed no credentials'
      ;;
  esac
  \unset -v __gitlab_aws_script
  __gitlab_aws_settle
  case $__gitlab_aws_trap in ?*) \eval "\\trap -- $__gitlab_aws_trap DEBUG" ;; esac
}

# Puts before each statement of the script what keeps the user's aliases out of it, and in bash functions named like `export`.
__gitlab_aws_guard() {
  __gitlab_aws_quoted=\\
  # In posix mode they cannot be in the way, but one named `builtin` could.
  case ${BASH_VERSION-} in ?*) case :${SHELLOPTS-}: in *:posix:*) ;; *) __gitlab_aws_quoted='\builtin ' ;; esac ;; esac
  __gitlab_aws_rest=$__gitlab_aws_newline$__gitlab_aws_script
  __gitlab_aws_script=
  while \:; do
    case $__gitlab_aws_rest in
      "$__gitlab_aws_newline"[eu]*) __gitlab_aws_script=$__gitlab_aws_script$__gitlab_aws_newline$__gitlab_aws_quoted ;;
      *) \break ;;
    esac
    __gitlab_aws_rest=${__gitlab_aws_rest#?}
    __gitlab_aws_word=${__gitlab_aws_rest%%"$__gitlab_aws_newline"[eu]*}
    __gitlab_aws_script=$__gitlab_aws_script$__gitlab_aws_word
    __gitlab_aws_rest=${__gitlab_aws_rest#"$__gitlab_aws_word"}
  done
  __gitlab_aws_script=$__gitlab_aws_script$__gitlab_aws_rest
}

# After the helper has run: whether the old credentials stay, and when it is worth while to ask again.
__gitlab_aws_settle() {
  __gitlab_aws_pause=
  if __gitlab_aws_look; then
    case $__gitlab_aws_status in 0) \return 0 ;; esac
  fi
  case $__gitlab_aws_status$__gitlab_aws_keep$((__gitlab_aws_left > 0)) in
    0*) ;;
    *yes1)
      __gitlab_aws_status=0
      __gitlab_aws_say "the old credentials stay in use: they are good for $__gitlab_aws_left more seconds"
      ;;
    *)
      __gitlab_aws_take_out
      \return 0
      ;;
  esac
  __gitlab_aws_pause=$@EXPIRES_AT@:$((__gitlab_aws_left / 2))
}

__gitlab_aws_say() {
  (__gitlab_aws_bare && \command printf '%s\n' "@PROGRAM@: $1") >&2
}

__gitlab_aws_take_out() {
  \unset -v @VARIABLES@
  case ${__gitlab_aws_region-} in ours) \unset -v @REGION_VARIABLES@ ;; esac
  \unset -v __gitlab_aws_region __gitlab_aws_pause
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

# Whether the credentials live longer than the margin, both of which it leaves in variables.
# What is not a plain number never gets into arithmetic, and a zero before it would make it octal there.
__gitlab_aws_look() {
  __gitlab_aws_left=0
  # shellcheck disable=SC2031
  __gitlab_aws_margin=${GITLAB_AWS_REFRESH_MARGIN:-@MARGIN@}
  case $__gitlab_aws_margin in
    *[!0123456789]* | ??????????*) __gitlab_aws_margin=@MARGIN@ ;;
    0?*) while \:; do
      case $__gitlab_aws_margin in 0?*) __gitlab_aws_margin=${__gitlab_aws_margin#0} ;; *) \break ;; esac
    done ;;
  esac
  case ${@EXPIRES_AT@-} in '' | 0* | *[!0123456789]* | ????????????*) \return 1 ;; esac
  # shellcheck disable=SC3050 # ksh93's printf has it.
  case $__gitlab_aws_clock in
    variable)
      __gitlab_aws_now=${EPOCHREALTIME-}
      __gitlab_aws_now=${__gitlab_aws_now%%[!0123456789]*}
      ;;
    ksh93) __gitlab_aws_now=$(\command printf '%(%s)T' now) ;;
    *) __gitlab_aws_now=$(__gitlab_aws_bare && \command date +%s) || __gitlab_aws_now= ;;
  esac
  case $__gitlab_aws_now in '' | 0* | *[!0123456789]*) \return 1 ;; esac
  __gitlab_aws_left=$((@EXPIRES_AT@ - __gitlab_aws_now))
  case $((__gitlab_aws_left > __gitlab_aws_margin)) in 1) ;; *) \return 1 ;; esac
}

# The last time the helper ran, the credentials had less than the margin left: it runs again when half of that is over.
__gitlab_aws_paused() {
  case ${__gitlab_aws_pause-} in "${@EXPIRES_AT@-}":*) ;; *) \return 1 ;; esac
  case $((__gitlab_aws_left > ${__gitlab_aws_pause#*:})) in 1) ;; *) \return 1 ;; esac
}

# Switches the trace off, in bash the inheritance of DEBUG traps, and `set -k`, under which `export NAME=value` sets nothing.
__gitlab_aws_enter() {
  __gitlab_aws_options=$-
  \set +xv
  case $- in *[kT]*) __gitlab_aws_switch + ;; esac
}

# Switches them back to what they were.
__gitlab_aws_leave() {
  case $__gitlab_aws_options in
    *[xvkT]*)
      __gitlab_aws_switch -
      case $__gitlab_aws_options in *v*) \set -v ;; esac
      case $__gitlab_aws_options in *x*) \set -x ;; esac
      ;;
  esac
}

# What not all of these shells have.
__gitlab_aws_switch() {
  case $__gitlab_aws_options in *k*) \set "${1}k" ;; esac
  case ${BASH_VERSION-} in ?*) case $__gitlab_aws_options in *T*) \set "${1}T" ;; esac ;; esac
}

gitlab_aws_login() {
  { __gitlab_aws_enter; } 2>/dev/null
  __gitlab_aws_remember "$@"
  __gitlab_aws_look || \:
  __gitlab_aws_keep=no
  __gitlab_aws_renew "$@"
  __gitlab_aws_leave
  \return "$__gitlab_aws_status"
}

gitlab_aws_refresh() {
  { __gitlab_aws_enter; } 2>/dev/null
  __gitlab_aws_status=0
  if __gitlab_aws_look || __gitlab_aws_paused; then
    \:
  else
    __gitlab_aws_keep=${__gitlab_aws_flags-}
    case $# in 0) ;; *) __gitlab_aws_remember "$@" ;; esac
    # With other flags the old credentials are somebody else's.
    case $__gitlab_aws_keep in "${__gitlab_aws_flags-}") __gitlab_aws_keep=yes ;; *) __gitlab_aws_keep=no ;; esac
    \eval "__gitlab_aws_renew ${__gitlab_aws_flags-}"
  fi
  __gitlab_aws_leave
  \return "$__gitlab_aws_status"
}

gitlab_aws_logout() {
  { __gitlab_aws_enter; } 2>/dev/null
  __gitlab_aws_take_out
  \unset -v __gitlab_aws_flags
  __gitlab_aws_leave
  \return 0
}
