# BusyBox ash, Alpine's sh.

load lib/suite
load lib/posix

shell_is ash busybox ash
posix_tests
pipefail_tests
