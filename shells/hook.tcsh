# gitlab-aws-credential-helper: gitlab_aws_login, gitlab_aws_refresh and gitlab_aws_logout for the running shell.
# Generated from src/hooks/templates/hook.tcsh by scripts/generate-hooks.mjs: change it there.
# For tcsh. Source it: source hook.tcsh
# tcsh has no functions: these are aliases, each one line. An alias is not known behind `if (...)`, but to `eval`, and a
# variable that may be missing may only stand in an alias of its own. Aliases of the user named like set or eval are honoured: tcsh cannot step round them.

if (! $?__gitlab_aws_flags) set __gitlab_aws_flags = ()
if (! $?__gitlab_aws_region) set __gitlab_aws_region = theirs
if (! $?__gitlab_aws_pause) set __gitlab_aws_pause = (none 0)

# Switches the trace off, and back to what it was.
alias __gitlab_aws_enter 'set __gitlab_aws_trace = $?echo$?verbose; unset echo verbose'
alias __gitlab_aws_leave 'if ($__gitlab_aws_trace =~ ?1) set verbose; if ($__gitlab_aws_trace =~ 1?) set echo'

# Gets credentials with the flags of the last login and puts them into the environment, or takes the old ones away; those of a refresh
# stay while they are good. The helper gets the margin: its cache would else hand out what the hook wants renewed.
alias __gitlab_aws_choose 'if ($%GITLAB_AWS_HELPER) set __gitlab_aws_helper = $GITLAB_AWS_HELPER:q'
alias __gitlab_aws_ask 'set __gitlab_aws_helper = gitlab-aws-credential-helper; if ($?GITLAB_AWS_HELPER) eval __gitlab_aws_choose; set __gitlab_aws_script = `setenv GITLAB_AWS_REFRESH_MARGIN $__gitlab_aws_margin; $__gitlab_aws_helper:q env --shell tcsh $__gitlab_aws_flags:q`; set __gitlab_aws_status = $status'
alias __gitlab_aws_load 'set __gitlab_aws_found = 0; if ("$__gitlab_aws_script" =~ *"setenv GITLAB_AWS_CREDENTIAL_EXPIRES_AT "*) set __gitlab_aws_found = 1; if ($__gitlab_aws_found) eval __gitlab_aws_evaluate; if (! $__gitlab_aws_found) eval __gitlab_aws_complain'
alias __gitlab_aws_evaluate 'eval $__gitlab_aws_script:q; if ("$__gitlab_aws_script" =~ *"setenv AWS_REGION "*) set __gitlab_aws_region = ours'
alias __gitlab_aws_complain 'set __gitlab_aws_status = 1; sh -c "echo gitlab-aws-credential-helper: the helper printed no credentials >&2"'
alias __gitlab_aws_renew '__gitlab_aws_ask; if (! $__gitlab_aws_status) eval __gitlab_aws_load; unset __gitlab_aws_script; __gitlab_aws_settle'
alias __gitlab_aws_take_out 'unsetenv {AWS_ACCESS_KEY_ID,AWS_SECRET_ACCESS_KEY,AWS_SESSION_TOKEN,AWS_CREDENTIAL_EXPIRATION,GITLAB_AWS_CREDENTIAL_EXPIRES_AT}; if ($__gitlab_aws_region == ours) unsetenv {AWS_REGION,AWS_DEFAULT_REGION}; set __gitlab_aws_region = theirs __gitlab_aws_pause = (none 0)'

# After the helper has run: whether the old credentials stay, and when it is worth while to ask again.
alias __gitlab_aws_settle 'set __gitlab_aws_pause = (none 0); __gitlab_aws_look; if ($__gitlab_aws_status) eval __gitlab_aws_fail; if (! $__gitlab_aws_fresh && ! $__gitlab_aws_status) eval __gitlab_aws_note'
alias __gitlab_aws_fail 'if ($__gitlab_aws_keep && $__gitlab_aws_left > 0) eval __gitlab_aws_stay; if ($__gitlab_aws_status) eval __gitlab_aws_take_out'
alias __gitlab_aws_stay 'set __gitlab_aws_status = 0; sh -c "echo gitlab-aws-credential-helper: the old credentials stay in use: they are good for $__gitlab_aws_left more seconds >&2"'
alias __gitlab_aws_note '@ __gitlab_aws_left /= 2; set __gitlab_aws_pause = ($GITLAB_AWS_CREDENTIAL_EXPIRES_AT:q $__gitlab_aws_left)'

# Whether the credentials live longer than the margin. What is not a plain number never gets into arithmetic; a zero before it
# would make it octal there.
alias __gitlab_aws_margin_of 'if ($GITLAB_AWS_REFRESH_MARGIN:q =~ [0123456789]* && $GITLAB_AWS_REFRESH_MARGIN:q !~ *[^0123456789]* && $%GITLAB_AWS_REFRESH_MARGIN < 10) set __gitlab_aws_margin = $GITLAB_AWS_REFRESH_MARGIN; if ($__gitlab_aws_margin =~ 0?*) set __gitlab_aws_margin = `\printf %.0f $__gitlab_aws_margin`'
alias __gitlab_aws_subtract '@ __gitlab_aws_left = $GITLAB_AWS_CREDENTIAL_EXPIRES_AT - `\date +%s`'
alias __gitlab_aws_check 'if ($GITLAB_AWS_CREDENTIAL_EXPIRES_AT:q =~ [123456789]* && $GITLAB_AWS_CREDENTIAL_EXPIRES_AT:q !~ *[^0123456789]* && $%GITLAB_AWS_CREDENTIAL_EXPIRES_AT < 12) eval __gitlab_aws_subtract'
alias __gitlab_aws_look 'set __gitlab_aws_margin = 300 __gitlab_aws_left = 0; if ($?GITLAB_AWS_REFRESH_MARGIN) eval __gitlab_aws_margin_of; if ($?GITLAB_AWS_CREDENTIAL_EXPIRES_AT) eval __gitlab_aws_check; @ __gitlab_aws_fresh = ($__gitlab_aws_left > $__gitlab_aws_margin)'

# The last time the helper ran, the credentials had less than the margin left: it runs again when half of that is over.
alias __gitlab_aws_wait 'if ($__gitlab_aws_pause[1] == $GITLAB_AWS_CREDENTIAL_EXPIRES_AT && $__gitlab_aws_left > $__gitlab_aws_pause[2]) set __gitlab_aws_fresh = 1'
# With other flags the old credentials are somebody else's.
alias __gitlab_aws_compare 'if ("$__gitlab_aws_given" != "$__gitlab_aws_flags") set __gitlab_aws_keep = 0; set __gitlab_aws_flags = ($__gitlab_aws_given:q)'
alias __gitlab_aws_renew_with 'set __gitlab_aws_keep = 1; if ($#__gitlab_aws_given) eval __gitlab_aws_compare; __gitlab_aws_renew'

# The last statement carries the status: `tcsh -e` looks at it.
alias __gitlab_aws_finish '__gitlab_aws_leave; if ($__gitlab_aws_status) eval "(exit $__gitlab_aws_status)"'
alias gitlab_aws_login '__gitlab_aws_enter; set __gitlab_aws_flags = (\!*) __gitlab_aws_keep = 0; __gitlab_aws_look; __gitlab_aws_renew; __gitlab_aws_finish'
alias gitlab_aws_refresh '__gitlab_aws_enter; set __gitlab_aws_given = (\!*) __gitlab_aws_status = 0; __gitlab_aws_look; if (! $__gitlab_aws_fresh && $__gitlab_aws_left > 0) eval __gitlab_aws_wait; if (! $__gitlab_aws_fresh) eval __gitlab_aws_renew_with; __gitlab_aws_finish'
alias gitlab_aws_logout '__gitlab_aws_enter; __gitlab_aws_take_out; set __gitlab_aws_flags = (); __gitlab_aws_leave'
