# The life of the tcsh hook: log in, use, refresh, fail, log out. Prints ok when all went as it should.
# STUB/calls is the file calls of the working folder, too: tcsh cannot quote within quoted backquotes.
# Not under `tcsh -e`, which ends at the first failure that is tried here.
alias die 'echo \!*; exit 99'
alias is 'if (\!:2 != \!:3) eval die \!:1 is \!:2:q not \!:3:q'
alias count 'set got = `wc -l < calls`'
alias calls 'count; is \!:1 $got \!:2'
alias last 'set got = "`tail -n 1 calls`"'
alias answer 'echo \!:1 >! $STUB:q/code'
alias near 'set now = `date +%s`; @ now += \!:1; setenv GITLAB_AWS_CREDENTIAL_EXPIRES_AT $now'
alias gone 'set got = `env | grep -c "^AWS_[ASC][ECR]\|^GITLAB_AWS_CREDENTIAL"`; is \!:1 $got 0'

if ($?PRELUDE) then
  if ("$PRELUDE" != "") source $PRELUDE:q
endif
source $HOOK:q
gitlab_aws_logout
is logout-status $status 0
calls logout-without-login 0

setenv AWS_PROFILE stale
gitlab_aws_login --role-name 'it is  a "role" `touch pwned` *' --region eu-central-1
is login-status $status 0
calls login 1
last
if ("$got" != '[env][--shell][tcsh][--role-name][it is  a "role" `touch pwned` *][--region][eu-central-1]') eval die wrong flags
is key `printenv AWS_ACCESS_KEY_ID` ASIAIOSFODNN7EXAMPLE
is secret `printenv AWS_SECRET_ACCESS_KEY` 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY='
is expiry `printenv GITLAB_AWS_CREDENTIAL_EXPIRES_AT` 2147483647
is region `printenv AWS_REGION` eu-central-1
if ($?AWS_PROFILE) eval die the stale profile is still there

source $HOOK:q
gitlab_aws_refresh
is refresh-status $status 0
gitlab_aws_refresh --other
calls refresh-while-fresh 1
near 290
gitlab_aws_refresh
calls refresh-near-the-expiry 2
last
if ("$got" != '[env][--shell][tcsh][--role-name][it is  a "role" `touch pwned` *][--region][eu-central-1]') eval die wrong flags again
is expiry-again $GITLAB_AWS_CREDENTIAL_EXPIRES_AT 2147483647
near 310
gitlab_aws_refresh
calls refresh-before-the-margin 2
setenv GITLAB_AWS_REFRESH_MARGIN 320
gitlab_aws_refresh
calls wider-margin 3
near 100
setenv GITLAB_AWS_REFRESH_MARGIN 60
gitlab_aws_refresh
calls narrower-margin 3
foreach margin ('`touch pwned`' '-1' '1 2' 99999999999999999999 '')
  setenv GITLAB_AWS_REFRESH_MARGIN "$margin"
  near 310
  gitlab_aws_refresh
  calls bad-margin 3
end
unsetenv GITLAB_AWS_REFRESH_MARGIN
set wanted = 3
set past = `date +%s`
@ past -= 10
foreach expiry ('' '`touch pwned`' 0x7fffffff 08999999999 '2147483647 ' '2147483647"' 99999999999999999999 -5 $past)
  setenv GITLAB_AWS_CREDENTIAL_EXPIRES_AT "$expiry"
  gitlab_aws_refresh
  @ wanted += 1
  calls bad-expiry $wanted
end
if (-e pwned) eval die something was run as code

near 0
gitlab_aws_refresh -r other
last
is refresh-with-flags "$got" '[env][--shell][tcsh][-r][other]'
near 0
gitlab_aws_refresh
last
is next-refresh "$got" '[env][--shell][tcsh][-r][other]'

answer 5
gitlab_aws_login --role-arn x
is failed-login $status 5
gone failed-login
if ($?AWS_REGION) eval die the region is still there
gitlab_aws_refresh
is failed-refresh $status 5
last
is refresh-after-failure "$got" '[env][--shell][tcsh][--role-arn][x]'
answer 0
setenv GITLAB_AWS_HELPER ''
gitlab_aws_refresh
is empty-helper $status 0
unsetenv GITLAB_AWS_HELPER

setenv AWS_REGION mine
gitlab_aws_login
gitlab_aws_logout
gone logout
is region-of-the-user $AWS_REGION mine
gitlab_aws_logout
gitlab_aws_login --region=x
gitlab_aws_logout
gone logout-again
if ($?AWS_REGION || $?AWS_DEFAULT_REGION) eval die our region is still there
gitlab_aws_refresh
last
is refresh-after-logout "$got" '[env][--shell][tcsh]'
echo ok
