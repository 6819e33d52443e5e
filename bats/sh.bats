# sh: whatever POSIX shell the machine has under that name.

load lib/suite
load lib/posix

shell_is sh sh
posix_tests
