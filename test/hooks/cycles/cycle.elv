# The life of the elvish hook: log in, use, refresh, fail, log out. Prints ok when all went as it should.
# It stands beside the hook, which is a module.
use str
use ./hook

fn is {|what got wanted|
  if (not-eq (to-string $got) (to-string $wanted)) {
    echo $what' is <'$got'> instead of <'$wanted'>' >&2
    exit 99
  }
}
fn calls {|after wanted| is 'number of calls after '$after (e:grep -c '' $E:STUB/calls | slurp | str:trim-space (one)) $wanted }
fn last-call {|after wanted| is 'last call after '$after (e:tail -n 1 $E:STUB/calls) '[env][--shell][elvish]'$wanted }
fn answer {|code| echo $code > $E:STUB/code }
fn near {|seconds| set-env GITLAB_AWS_CREDENTIAL_EXPIRES_AT (to-string (+ (e:date +%s) $seconds)) }
fn gone {|after|
  for name [AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION GITLAB_AWS_CREDENTIAL_EXPIRES_AT] {
    is $name' after '$after (has-env $name) $false
  }
}
fn failure {|what|
  try { $what; put none } catch failure {
    if (has-key $failure[reason] exit-status) { put $failure[reason][exit-status] } else { put $failure[reason][type] }
  }
}

hook:gitlab_aws_logout

set-env AWS_PROFILE stale
hook:gitlab_aws_login --role-name "it's  a 'role' $(touch pwned) *" --region eu-central-1 ''
calls login 1
last-call login "[--role-name][it's  a 'role' $(touch pwned) *][--region][eu-central-1][]"
is key (e:printenv AWS_ACCESS_KEY_ID) ASIAIOSFODNN7EXAMPLE
is secret (e:printenv AWS_SECRET_ACCESS_KEY) 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY='
is expiry (e:printenv GITLAB_AWS_CREDENTIAL_EXPIRES_AT) 2147483647
is region (e:printenv AWS_REGION) eu-central-1
is profile (has-env AWS_PROFILE) $false

use ./hook
hook:gitlab_aws_refresh
hook:gitlab_aws_refresh --other
calls 'refresh while fresh' 1
near 290
hook:gitlab_aws_refresh
calls 'refresh near the expiry' 2
last-call refresh "[--role-name][it's  a 'role' $(touch pwned) *][--region][eu-central-1][]"
is expiry $E:GITLAB_AWS_CREDENTIAL_EXPIRES_AT 2147483647
near 310
hook:gitlab_aws_refresh
calls 'refresh before the margin' 2
set-env GITLAB_AWS_REFRESH_MARGIN 320
hook:gitlab_aws_refresh
calls 'refresh with a wider margin' 3
near 100
set-env GITLAB_AWS_REFRESH_MARGIN 60
hook:gitlab_aws_refresh
calls 'refresh with a narrower margin' 3
for margin ['(touch pwned)' '-1' '1 2' 99999999999999999999] {
  set-env GITLAB_AWS_REFRESH_MARGIN $margin
  near 310
  hook:gitlab_aws_refresh
  calls 'refresh with the margin '$margin 3
}
unset-env GITLAB_AWS_REFRESH_MARGIN
var count = 3
for expiry ['' '(touch pwned)' 0x7fffffff 08999999999 '2147483647 ' "2147483647\n" 99999999999999999999 '-5' (to-string (- (e:date +%s) 10))] {
  set-env GITLAB_AWS_CREDENTIAL_EXPIRES_AT $expiry
  hook:gitlab_aws_refresh
  set count = (+ $count 1)
  calls 'refresh with the expiry <'$expiry'>' $count
}

near 0
hook:gitlab_aws_refresh -r other
last-call 'refresh with flags' '[-r][other]'
near 0
hook:gitlab_aws_refresh
last-call 'the next refresh' '[-r][other]'

answer 5
is 'failure of a login' (failure { hook:gitlab_aws_login --role-arn x }) 5
gone 'a failed login'
is 'region after a failed login' (has-env AWS_REGION) $false
is 'failure of a refresh' (failure { hook:gitlab_aws_refresh }) 5
last-call 'refresh after a failed login' '[--role-arn][x]'
answer silent
is 'failure after no answer' (failure { hook:gitlab_aws_login }) fail
gone 'no answer'
answer 0
set-env GITLAB_AWS_HELPER /nowhere/helper
is 'failure without a helper' (not-eq (try { hook:gitlab_aws_login; put none } catch { put failed }) none) $true
unset-env GITLAB_AWS_HELPER

set-env AWS_REGION mine
hook:gitlab_aws_login
hook:gitlab_aws_logout
gone logout
is 'the region of the user' $E:AWS_REGION mine
hook:gitlab_aws_logout
hook:gitlab_aws_login --region=x
hook:gitlab_aws_logout
gone logout
is 'our region' (or (has-env AWS_REGION) (has-env AWS_DEFAULT_REGION)) $false
hook:gitlab_aws_refresh
last-call 'refresh after logout' ''
echo ok
