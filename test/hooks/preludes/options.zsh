# Options that change what arrays, words and patterns mean.
setopt ksharrays shwordsplit globsubst nullglob extendedglob nobareglobqual ksh_glob rcquotes
setopt posix_builtins
