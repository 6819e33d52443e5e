# ksh93 and mksh.

load lib/suite
load lib/posix

shell_is ksh ksh93
posix_tests
process_substitution_tests
pipefail_tests

shell_is ksh mksh
posix_tests
pipefail_tests
