# shellcheck shell=sh disable=SC2168,SC3044
# A user whose aliases have the names of every command that a hook runs.
case ${BASH_VERSION-} in ?*) shopt -s expand_aliases ;; esac
alias printf=false eval=false command=false date=false unset=false set=false return=false builtin=false local=false trap=false \
  test=false true=false export=false alias=false unalias=false declare=false typeset=false break=false shopt=false exit=false \
  integer=false print=false emulate=false setopt=false zmodload=false whence=false autoload=false :=false
