# gitlab-aws-credential-helper: gitlab_aws_login, gitlab_aws_refresh and gitlab_aws_logout for the running shell.
# Generated from src/hooks/templates/hook.tcsh by scripts/generate-hooks.mjs: change it there.
# For tcsh. Source it: source hook.tcsh
# tcsh has no functions: these are aliases, each one line. An alias is not known behind `if (...)`, but to `eval`, and a
# variable that may be missing may only stand in an alias of its own. Aliases of the user named like set or eval are honoured: tcsh cannot step round them.

if (! $?__gitlab_aws_flags) set __gitlab_aws_flags = ()
if (! $?__gitlab_aws_region) set __gitlab_aws_region = theirs

# Switches the trace off, and back to what it was.
alias __gitlab_aws_enter 'set __gitlab_aws_trace = $?echo$?verbose; unset echo verbose'
alias __gitlab_aws_leave 'if ($__gitlab_aws_trace =~ ?1) set verbose; if ($__gitlab_aws_trace =~ 1?) set echo'

# Gets credentials with the flags of the last login and puts them into the environment, or takes the old ones away.
alias __gitlab_aws_choose 'if ($%GITLAB_AWS_HELPER) set __gitlab_aws_helper = $GITLAB_AWS_HELPER:q'
alias __gitlab_aws_ask 'set __gitlab_aws_helper = gitlab-aws-credential-helper; if ($?GITLAB_AWS_HELPER) eval __gitlab_aws_choose; set __gitlab_aws_script = `$__gitlab_aws_helper:q env --shell tcsh $__gitlab_aws_flags:q`; set __gitlab_aws_status = $status'
alias __gitlab_aws_load 'unsetenv GITLAB_AWS_CREDENTIAL_EXPIRES_AT; eval $__gitlab_aws_script:q; if ("$__gitlab_aws_script" =~ *"setenv AWS_REGION "*) set __gitlab_aws_region = ours; if (! $?GITLAB_AWS_CREDENTIAL_EXPIRES_AT) eval __gitlab_aws_complain'
alias __gitlab_aws_complain 'set __gitlab_aws_status = 1; sh -c "echo gitlab-aws-credential-helper: the helper printed no credentials >&2"'
alias __gitlab_aws_renew '__gitlab_aws_ask; if (! $__gitlab_aws_status) eval __gitlab_aws_load; unset __gitlab_aws_script; if ($__gitlab_aws_status) eval __gitlab_aws_take_out'
alias __gitlab_aws_take_out 'unsetenv {AWS_ACCESS_KEY_ID,AWS_SECRET_ACCESS_KEY,AWS_SESSION_TOKEN,AWS_CREDENTIAL_EXPIRATION,GITLAB_AWS_CREDENTIAL_EXPIRES_AT}; if ($__gitlab_aws_region == ours) unsetenv {AWS_REGION,AWS_DEFAULT_REGION}; set __gitlab_aws_region = theirs'

# Whether the credentials live longer than the margin. What is not a plain number never gets into arithmetic.
alias __gitlab_aws_margin 'if ($GITLAB_AWS_REFRESH_MARGIN:q =~ [0-9]* && $GITLAB_AWS_REFRESH_MARGIN:q !~ *[^0-9]* && $%GITLAB_AWS_REFRESH_MARGIN < 10) set __gitlab_aws_seconds = $GITLAB_AWS_REFRESH_MARGIN'
alias __gitlab_aws_compare 'set __gitlab_aws_seconds = 300; if ($?GITLAB_AWS_REFRESH_MARGIN) eval __gitlab_aws_margin; @ __gitlab_aws_fresh = ($GITLAB_AWS_CREDENTIAL_EXPIRES_AT - `\date +%s` > $__gitlab_aws_seconds)'
alias __gitlab_aws_check 'if ($GITLAB_AWS_CREDENTIAL_EXPIRES_AT:q =~ [1-9]* && $GITLAB_AWS_CREDENTIAL_EXPIRES_AT:q !~ *[^0-9]* && $%GITLAB_AWS_CREDENTIAL_EXPIRES_AT < 12) eval __gitlab_aws_compare'
alias __gitlab_aws_look 'set __gitlab_aws_fresh = 0 __gitlab_aws_status = 0; if ($?GITLAB_AWS_CREDENTIAL_EXPIRES_AT) eval __gitlab_aws_check'
alias __gitlab_aws_renew_with 'if ($#__gitlab_aws_given) set __gitlab_aws_flags = ($__gitlab_aws_given:q); __gitlab_aws_renew'

# The last statement carries the status: `tcsh -e` looks at it.
alias __gitlab_aws_finish '__gitlab_aws_leave; if ($__gitlab_aws_status) eval "(exit $__gitlab_aws_status)"'
alias gitlab_aws_login '__gitlab_aws_enter; set __gitlab_aws_flags = (\!*); __gitlab_aws_renew; __gitlab_aws_finish'
alias gitlab_aws_refresh '__gitlab_aws_enter; set __gitlab_aws_given = (\!*); __gitlab_aws_look; if (! $__gitlab_aws_fresh) eval __gitlab_aws_renew_with; __gitlab_aws_finish'
alias gitlab_aws_logout '__gitlab_aws_enter; __gitlab_aws_take_out; set __gitlab_aws_flags = (); __gitlab_aws_leave'
