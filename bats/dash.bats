# dash, Debian's sh.

load lib/suite
load lib/posix

shell_is dash dash
posix_tests
