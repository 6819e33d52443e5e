# The life of the nu hook: log in, use, refresh, fail, log out. Prints ok when all went as it should.

const HOOK = "HOOK_FILE"
use $HOOK *

def die [message: string] { print --stderr $message; exit 99 }
def is [what: string, got: any, wanted: any] {
    if ($got | into string) != ($wanted | into string) { die $"($what) is <($got)> instead of <($wanted)>" }
}
def calls [after: string, wanted: int] {
    is $"number of calls after ($after)" (open --raw $"($env.STUB)/calls" | lines | length) $wanted
}
def last_call [after: string, wanted: string] {
    is $"last call after ($after)" (open --raw $"($env.STUB)/calls" | lines | last) $"[env][--shell][nu]($wanted)"
}
def answer [code: string] { $"($code)\n" | save --force $"($env.STUB)/code" }
def --env near [seconds: int] {
    $env.GITLAB_AWS_CREDENTIAL_EXPIRES_AT = ((date now | into int) // 1_000_000_000) + $seconds | into string
}
def child [name: string] { ^sh -c $"printenv ($name) || echo none" | str trim }
def gone [after: string] {
    for name in [AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION GITLAB_AWS_CREDENTIAL_EXPIRES_AT] {
        is $"($name) after ($after)" (child $name) none
    }
}

gitlab_aws_logout
calls "logout without login" 0

$env.AWS_PROFILE = "stale"
gitlab_aws_login --role-name "it's  a 'role' $(touch pwned) *" --region eu-central-1 ""
calls login 1
last_call login "[--role-name][it's  a 'role' $(touch pwned) *][--region][eu-central-1][]"
is key (child AWS_ACCESS_KEY_ID) ASIAIOSFODNN7EXAMPLE
is secret (child AWS_SECRET_ACCESS_KEY) wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY=
is expiry (child GITLAB_AWS_CREDENTIAL_EXPIRES_AT) 2147483647
is region (child AWS_REGION) eu-central-1
is profile (child AWS_PROFILE) none

use $HOOK *
gitlab_aws_refresh
gitlab_aws_refresh --other
calls "refresh while fresh" 1
near 290
gitlab_aws_refresh
calls "refresh near the expiry" 2
last_call refresh "[--role-name][it's  a 'role' $(touch pwned) *][--region][eu-central-1][]"
is expiry $env.GITLAB_AWS_CREDENTIAL_EXPIRES_AT 2147483647
near 310
gitlab_aws_refresh
calls "refresh before the margin" 2
$env.GITLAB_AWS_REFRESH_MARGIN = 320
gitlab_aws_refresh
calls "refresh with a wider margin" 3
near 100
$env.GITLAB_AWS_REFRESH_MARGIN = "60"
gitlab_aws_refresh
calls "refresh with a narrower margin" 3
for margin in ["$(touch pwned)" "-1" "1 2" "99999999999999999999"] {
    $env.GITLAB_AWS_REFRESH_MARGIN = $margin
    near 310
    gitlab_aws_refresh
    calls $"refresh with the margin ($margin)" 3
}
hide-env GITLAB_AWS_REFRESH_MARGIN
mut count = 3
for expiry in ["" "$(touch pwned)" "0x7fffffff" "08999999999" "2147483647 " "2147483647\n" "99999999999999999999" "-5" ((date now | into int) // 1_000_000_000 - 10)] {
    $env.GITLAB_AWS_CREDENTIAL_EXPIRES_AT = $expiry
    gitlab_aws_refresh
    $count += 1
    calls $"refresh with the expiry <($expiry)>" $count
}
if ("pwned" | path exists) { die "something was run as code" }

near 0
gitlab_aws_refresh -r other
last_call "refresh with flags" "[-r][other]"
near 0
gitlab_aws_refresh
last_call "the next refresh" "[-r][other]"

answer "5"
is "failure of a login" (try { gitlab_aws_login --role-arn x; "none" } catch {|failure| $failure.exit_code }) 5
gone "a failed login"
is "region after a failed login" (child AWS_REGION) none
is "failure of a refresh" (try { gitlab_aws_refresh; "none" } catch {|failure| $failure.exit_code }) 5
last_call "refresh after a failed login" "[--role-arn][x]"
answer silent
is "failure after no answer" (try { gitlab_aws_login; "none" } catch { "failed" }) failed
gone "no answer"
answer "0"
$env.GITLAB_AWS_HELPER = "/nowhere/helper"
is "failure without a helper" (try { gitlab_aws_login; "none" } catch { "failed" }) failed
hide-env GITLAB_AWS_HELPER

$env.AWS_REGION = "mine"
gitlab_aws_login
gitlab_aws_logout
gone logout
is "the user's region" $env.AWS_REGION mine
gitlab_aws_logout
gitlab_aws_login --region=x
gitlab_aws_logout
gone logout
is "our region" $"(child AWS_REGION) (child AWS_DEFAULT_REGION)" "none none"
gitlab_aws_refresh
last_call "refresh after logout" ""
print ok
