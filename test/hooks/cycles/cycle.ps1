# The life of the PowerShell hook: log in, use, refresh, fail, log out. Prints ok when all went as it should.

function die { [Console]::Error.WriteLine("$args"); exit 99 }
function is($what, $got, $wanted) { if ("$got" -cne "$wanted") { die "$what is <$got> instead of <$wanted>" } }
function calls($after, $wanted) { is "number of calls after $after" ([IO.File]::ReadAllLines("$env:STUB/calls").Count) $wanted }
function last_call($after, $wanted) { is "last call after $after" ([IO.File]::ReadAllLines("$env:STUB/calls")[-1]) "[env][--shell][powershell]$wanted" }
function answer($code) { [IO.File]::WriteAllText("$env:STUB/code", "$code`n") }
function near($seconds) { $env:GITLAB_AWS_CREDENTIAL_EXPIRES_AT = [DateTimeOffset]::UtcNow.ToUnixTimeSeconds() + $seconds }
function child($name) { & /bin/sh -c "printenv $name || echo none" }
function gone($after) {
    foreach ($name in 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_CREDENTIAL_EXPIRATION', 'GITLAB_AWS_CREDENTIAL_EXPIRES_AT') {
        is "$name after $after" (child $name) none
    }
}
function failure([scriptblock]$what) {
    try { & $what } catch { return "$_" }
    die "$what has not failed"
}

if ($env:PRELUDE) { . $env:PRELUDE }
. $env:HOOK
if (-not $?) { die 'sourcing left $? false' }
gitlab_aws_logout
if (-not $?) { die 'logout left $? false' }
calls 'logout without login' 0

$env:AWS_PROFILE = 'stale'
gitlab_aws_login --role-name "it's  a 'role' `$(touch pwned) *" --region eu-central-1 -A 012345678901
calls login 1
last_call login "[--role-name][it's  a 'role' `$(touch pwned) *][--region][eu-central-1][-A][012345678901]"
is key (child AWS_ACCESS_KEY_ID) 'ASIAIOSFODNN7EXAMPLE'
is secret (child AWS_SECRET_ACCESS_KEY) 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY='
is expiry (child GITLAB_AWS_CREDENTIAL_EXPIRES_AT) 2147483647
is region (child AWS_REGION) eu-central-1
is profile (child AWS_PROFILE) none

. $env:HOOK
gitlab_aws_refresh
if (-not $?) { die 'refresh left $? false' }
gitlab_aws_refresh --other
calls 'refresh while fresh' 1
near 290
gitlab_aws_refresh
calls 'refresh near the expiry' 2
last_call refresh "[--role-name][it's  a 'role' `$(touch pwned) *][--region][eu-central-1][-A][012345678901]"
is expiry $env:GITLAB_AWS_CREDENTIAL_EXPIRES_AT 2147483647
near 310
gitlab_aws_refresh
calls 'refresh before the margin' 2
$env:GITLAB_AWS_REFRESH_MARGIN = 320
gitlab_aws_refresh
calls 'refresh with a wider margin' 3
near 100
$env:GITLAB_AWS_REFRESH_MARGIN = 60
gitlab_aws_refresh
calls 'refresh with a narrower margin' 3
foreach ($margin in '$(touch pwned)', '-1', '1 2', '99999999999999999999') {
    $env:GITLAB_AWS_REFRESH_MARGIN = $margin
    near 310
    gitlab_aws_refresh
    calls "refresh with the margin $margin" 3
}
$env:GITLAB_AWS_REFRESH_MARGIN = $null
$count = 3
foreach ($expiry in '', '$(touch pwned)', '0x7fffffff', '08999999999', '2147483647 ', "2147483647`n", '99999999999999999999', '-5', ([DateTimeOffset]::UtcNow.ToUnixTimeSeconds() - 10)) {
    $env:GITLAB_AWS_CREDENTIAL_EXPIRES_AT = $expiry
    gitlab_aws_refresh
    $count += 1
    calls "refresh with the expiry <$expiry>" $count
}
if ([IO.File]::Exists('pwned')) { die 'something was run as code' }

near 0
gitlab_aws_refresh -r other
last_call 'refresh with flags' '[-r][other]'
near 0
gitlab_aws_refresh
last_call 'the next refresh' '[-r][other]'

answer 5
is 'failure of a login' (failure { gitlab_aws_login --role-arn x }) 'gitlab-aws-credential-helper: failed (exit code 5)'
is 'exit code of a failed login' $LASTEXITCODE 5
gone 'a failed login'
is 'region after a failed login' (child AWS_REGION) none
is 'failure of a refresh' (failure { gitlab_aws_refresh }) 'gitlab-aws-credential-helper: failed (exit code 5)'
last_call 'refresh after a failed login' '[--role-arn][x]'
answer silent
is 'failure after no answer' (failure { gitlab_aws_login }) 'gitlab-aws-credential-helper: the helper printed no credentials'
answer 0
$env:GITLAB_AWS_HELPER = '/nowhere/helper'
$message = failure { gitlab_aws_login }
if ($message -notlike '*/nowhere/helper*') { die "message without a helper: $message" }
is 'exit code without a helper' $LASTEXITCODE 127
$env:GITLAB_AWS_HELPER = $null

$env:AWS_REGION = 'mine'
gitlab_aws_login
gitlab_aws_logout
gone logout
is 'the region of the user' (child AWS_REGION) mine
gitlab_aws_logout
gitlab_aws_login --region=x
gitlab_aws_logout
gone logout
is 'our region' "$(child AWS_REGION) $(child AWS_DEFAULT_REGION)" 'none none'
gitlab_aws_refresh
last_call 'refresh after logout' ''
[Console]::WriteLine('ok')
