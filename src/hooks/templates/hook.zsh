# For zsh 5.0 and later. Source it: . hook.zsh
# `\builtin` and `\command` keep the user's aliases and functions out of these functions, and `emulate -L zsh` their options. A function of
# theirs that is named `builtin` is disabled meanwhile.

# Gets credentials with the flags of the last login and puts them into the environment, or sets the status and takes the old ones
# away; those of a refresh stay while they are good. Runs with the trace switched off, and without DEBUG traps, which would
# see the statements that are evaluated. The helper gets the margin: its cache would else hand out what the hook wants renewed.
function __gitlab_aws_renew() {
  \builtin local __gitlab_aws_script
  \builtin trap - DEBUG
  \builtin setopt no_aliases
  __gitlab_aws_status=0
  __gitlab_aws_script="$(
    [[ ${GITLAB_AWS_REFRESH_MARGIN-} == $__gitlab_aws_margin ]] || GITLAB_AWS_REFRESH_MARGIN=$__gitlab_aws_margin
    \builtin export GITLAB_AWS_REFRESH_MARGIN
    (( ! ${+functions[command]} )) || \builtin unfunction command
    \command "${GITLAB_AWS_HELPER:-@PROGRAM@}" env --shell @SHELL@ "${__gitlab_aws_flags[@]}"
  )" || __gitlab_aws_status=$?
  if [[ $__gitlab_aws_status == 0 ]]; then
    if [[ $__gitlab_aws_script == *'export @EXPIRES_AT@='* ]]; then
      [[ $__gitlab_aws_script != *'export AWS_REGION='* ]] || __gitlab_aws_region=ours
      # Functions of the user's may be named like what the helper prints.
      __gitlab_aws_script=$'\n'$__gitlab_aws_script
      __gitlab_aws_script=${__gitlab_aws_script//$'\nexport '/$'\nbuiltin export '}
      __gitlab_aws_script=${__gitlab_aws_script//$'\nunset '/$'\nbuiltin unset '}
      \builtin unset @EXPIRES_AT@
      \builtin eval "$__gitlab_aws_script"
      if [[ -z ${@EXPIRES_AT@-} ]]; then
        __gitlab_aws_status=1
        \builtin print -ru2 -- '@PROGRAM@: the credentials cannot be put into the environment'
      fi
    else
      __gitlab_aws_status=1
      \builtin print -ru2 -- '@PROGRAM@: the helper printed no credentials'
    fi
  fi
  __gitlab_aws_settle
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
    \builtin print -ru2 -- "@PROGRAM@: the old credentials stay in use: they are good for $__gitlab_aws_left more seconds"
  fi
  __gitlab_aws_pause=$@EXPIRES_AT@:$((__gitlab_aws_left / 2))
}

function __gitlab_aws_take_out() {
  \builtin unset @VARIABLES@
  [[ $__gitlab_aws_region != ours ]] || \builtin unset @REGION_VARIABLES@
  __gitlab_aws_region=
  __gitlab_aws_pause=
}

# Whether the credentials live longer than the margin, both of which it leaves in variables.
# What is not a plain number never gets into arithmetic.
function __gitlab_aws_look() {
  \builtin local __gitlab_aws_now="${EPOCHSECONDS-}" __gitlab_aws_prompt_clock='%D{%s}'
  [[ -n $__gitlab_aws_now ]] || __gitlab_aws_now=${(%)__gitlab_aws_prompt_clock}
  __gitlab_aws_left=0
  __gitlab_aws_margin=${GITLAB_AWS_REFRESH_MARGIN:-@MARGIN@}
  case $__gitlab_aws_margin in
    *[!0123456789]* | ??????????*) __gitlab_aws_margin=@MARGIN@ ;;
    0?*) __gitlab_aws_margin=$((10#$__gitlab_aws_margin)) ;;
  esac
  case $__gitlab_aws_now:${@EXPIRES_AT@-} in
    :* | 0* | *[!0123456789:]* | *:*:* | *: | *:0* | *:????????????*) ;;
    *) __gitlab_aws_left=$((@EXPIRES_AT@ - __gitlab_aws_now)) ;;
  esac
  ((__gitlab_aws_left > __gitlab_aws_margin))
}

# The last time the helper ran, the credentials had less than the margin left: it runs again when half of that is over.
function __gitlab_aws_paused() {
  [[ $__gitlab_aws_pause == "${@EXPIRES_AT@-}":* ]] && ((__gitlab_aws_left > ${__gitlab_aws_pause#*:}))
}

function gitlab_aws_login() {
  {
    ((!(__gitlab_aws_aside = ${+functions[builtin]}))) || \disable -f builtin
    \builtin emulate -L zsh
    \builtin setopt no_xtrace no_verbose
  } 2>/dev/null
  __gitlab_aws_flags=("$@")
  __gitlab_aws_keep=no
  __gitlab_aws_look || ((1))
  __gitlab_aws_renew
  ((__gitlab_aws_aside)) || \builtin return $__gitlab_aws_status
  { \builtin return $__gitlab_aws_status; } always { \builtin enable -f builtin; }
}

function gitlab_aws_refresh() {
  {
    ((!(__gitlab_aws_aside = ${+functions[builtin]}))) || \disable -f builtin
    \builtin emulate -L zsh
    \builtin setopt no_xtrace no_verbose
  } 2>/dev/null
  __gitlab_aws_status=0
  if ! __gitlab_aws_look && ! __gitlab_aws_paused; then
    # With other flags the old credentials are somebody else's.
    __gitlab_aws_keep=yes
    if (($# > 0)); then
      [[ "${(j: :)${(@qq)argv}}" == "${(j: :)${(@qq)__gitlab_aws_flags}}" ]] || __gitlab_aws_keep=no
      __gitlab_aws_flags=("$@")
    fi
    __gitlab_aws_renew
  fi
  ((__gitlab_aws_aside)) || \builtin return $__gitlab_aws_status
  { \builtin return $__gitlab_aws_status; } always { \builtin enable -f builtin; }
}

function gitlab_aws_logout() {
  {
    ((!(__gitlab_aws_aside = ${+functions[builtin]}))) || \disable -f builtin
    \builtin emulate -L zsh
    \builtin setopt no_xtrace no_verbose
  } 2>/dev/null
  __gitlab_aws_take_out
  __gitlab_aws_flags=()
  ((!__gitlab_aws_aside)) || \builtin enable -f builtin
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
    \builtin local __gitlab_aws_listed="$(
      function trap() { [[ $3 != DEBUG ]] || \builtin print -r -- "$2"; }
      \builtin eval "$1"
    )"
    [[ $__gitlab_aws_listed == *__gitlab_aws_before_command* ]] || \builtin trap -- "${__gitlab_aws_listed:-:}"$'\n__gitlab_aws_before_command $?' DEBUG
  fi
}
((!(__gitlab_aws_aside = ${+functions[builtin]}))) || \disable -f builtin
\builtin zmodload zsh/datetime 2>/dev/null
# What the last login left outlives a second sourcing. The environment has no arrays, so none of it comes from there.
if [[ ${(t)__gitlab_aws_flags-} != array* ]]; then
  \builtin unset __gitlab_aws_flags
  \builtin typeset -ga __gitlab_aws_flags
  \builtin typeset -g __gitlab_aws_region= __gitlab_aws_pause=
fi
if [[ ${GITLAB_AWS_AUTO_REFRESH-} == 1 ]]; then
  \builtin zmodload zsh/parameter
  __gitlab_aws_install "$(\builtin trap)"
fi
((!__gitlab_aws_aside)) || \builtin enable -f builtin
