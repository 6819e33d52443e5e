# shellcheck shell=sh
# A user whose functions have the names of commands that a hook runs. The cycle itself steps round them with `command`.
printf() { return 77; }
date() { return 77; }
