# For zsh 5.0 and later. Source it: . hook.zsh
# `\builtin` and `\command` keep the user's aliases and functions out of these functions; `emulate -L zsh` their options.

\builtin zmodload zsh/datetime 2>/dev/null

# The flags of the last login outlive a second sourcing.
if ! \builtin whence -f gitlab_aws_login >/dev/null; then
  \builtin typeset -ga __gitlab_aws_flags
  __gitlab_aws_flags=()
  \builtin typeset -g __gitlab_aws_region=
fi

# Gets credentials with the flags of the last login and puts them into the environment, or takes the old ones away.
# Runs with the trace switched off, and without DEBUG traps, which would see the statements that are evaluated.
function __gitlab_aws_renew() {
  \builtin local script
  \builtin integer code=0
  \builtin trap - DEBUG
  \builtin setopt no_aliases
  script="$(\command "${GITLAB_AWS_HELPER:-@PROGRAM@}" env --shell @SHELL@ "${__gitlab_aws_flags[@]}")" || code=$?
  if [[ $code == 0 ]]; then
    \builtin unset @EXPIRES_AT@
    \builtin eval "$script"
    [[ $script != *'export AWS_REGION='* ]] || __gitlab_aws_region=ours
    if [[ -z ${@EXPIRES_AT@-} ]]; then
      code=1
      \builtin print -ru2 -- '@PROGRAM@: the helper printed no credentials'
    fi
  fi
  [[ $code == 0 ]] || __gitlab_aws_take_out
  \builtin return $code
}

function __gitlab_aws_take_out() {
  \builtin unset @VARIABLES@
  [[ $__gitlab_aws_region != ours ]] || \builtin unset @REGION_VARIABLES@
  __gitlab_aws_region=
}

# Whether the credentials live longer than the margin. What is not a plain number never gets into arithmetic.
function __gitlab_aws_fresh() {
  \builtin local expires="${@EXPIRES_AT@-}" margin="${GITLAB_AWS_REFRESH_MARGIN:-@MARGIN@}" now="${EPOCHSECONDS-}"
  \builtin local prompt_clock='%D{%s}'
  [[ -n $now ]] || now=${(%)prompt_clock}
  case $expires in '' | 0* | *[!0123456789]* | ????????????*) \builtin return 1 ;; esac
  case $now in '' | 0* | *[!0123456789]*) \builtin return 1 ;; esac
  case $margin in 0?* | *[!0123456789]* | ??????????*) margin=@MARGIN@ ;; esac
  ((expires - now > margin))
}

function gitlab_aws_login() {
  {
    \builtin emulate -L zsh
    \builtin setopt no_xtrace no_verbose
  } 2>/dev/null
  __gitlab_aws_flags=("$@")
  __gitlab_aws_renew
}

function gitlab_aws_refresh() {
  {
    \builtin emulate -L zsh
    \builtin setopt no_xtrace no_verbose
  } 2>/dev/null
  if ! __gitlab_aws_fresh; then
    (($# == 0)) || __gitlab_aws_flags=("$@")
    __gitlab_aws_renew
  fi
}

function gitlab_aws_logout() {
  {
    \builtin emulate -L zsh
    \builtin setopt no_xtrace no_verbose
  } 2>/dev/null
  __gitlab_aws_take_out
  __gitlab_aws_flags=()
}

# Before each command of an interactive shell.
function __gitlab_aws_preexec() {
  if [[ -n ${@EXPIRES_AT@-} ]]; then
    gitlab_aws_refresh
  fi
}

# Before each command of a script, as a DEBUG trap: $1 is the status that the trap leaves.
# A refresh that fails ends the script, which has no credentials to go on with.
function __gitlab_aws_before_command() {
  if [[ -n ${@EXPIRES_AT@-} && ${ZSH_DEBUG_CMD-} != gitlab_aws_* ]]; then
    gitlab_aws_refresh || \builtin exit
  fi
  \builtin return $1
}

# zsh has preexec in interactive shells only. The user's own DEBUG trap or TRAPDEBUG goes first; $1 is what `trap` lists.
function __gitlab_aws_install() {
  \builtin emulate -L zsh
  \builtin setopt no_local_traps no_aliases
  if [[ -o interactive ]]; then
    \builtin autoload -Uz add-zsh-hook
    add-zsh-hook preexec __gitlab_aws_preexec
  elif [[ ${functions[TRAPDEBUG]-} == *__gitlab_aws_before_command* ]]; then
    \builtin return 0
  elif [[ -n ${functions[TRAPDEBUG]-} ]]; then
    functions[__gitlab_aws_own_debug_trap]=${functions[TRAPDEBUG]}
    functions[TRAPDEBUG]=$'__gitlab_aws_own_debug_trap "$@"\n__gitlab_aws_before_command $?'
  else
    # What `trap` lists is run with a `trap` that says which text belongs to DEBUG.
    \builtin local own="$(
      function trap() { [[ $3 != DEBUG ]] || \builtin print -r -- "$2"; }
      \builtin eval "$1"
    )"
    [[ $own == *__gitlab_aws_before_command* ]] || \builtin trap -- "${own:-:}"$'\n__gitlab_aws_before_command $?' DEBUG
  fi
}
if [[ ${GITLAB_AWS_AUTO_REFRESH-} == 1 ]]; then
  \builtin zmodload zsh/parameter
  __gitlab_aws_install "$(\builtin trap)"
fi
