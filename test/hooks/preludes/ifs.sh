# shellcheck shell=sh
# A user who splits words elsewhere.
IFS=':/e1='
