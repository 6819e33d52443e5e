# A PowerShell script with GITLAB_AWS_AUTO_REFRESH=1. The user's own action counts the commands that it is asked about.
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
$env:GITLAB_AWS_AUTO_REFRESH = '1'
$global:seen = 0
$ExecutionContext.InvokeCommand.PreCommandLookupAction = { $global:seen += 1 }
. $env:HOOK
. $env:HOOK
function calls { [IO.File]::ReadAllLines("$env:STUB/calls").Count }
function is($what, $got, $wanted) { if ("$got" -cne "$wanted") { [Console]::Error.WriteLine("$what is <$got> instead of <$wanted>") } }
& /bin/true nobody is logged in
is 'calls without login' (calls) 0
gitlab_aws_login --role-name x
& /bin/true fresh
is 'calls while fresh' (calls) 1
$env:GITLAB_AWS_CREDENTIAL_EXPIRES_AT = 10
& /bin/sh -c 'exit 3'
is 'exit code of a command' $LASTEXITCODE 3
is 'calls when expired' (calls) 2
is 'last call' ([IO.File]::ReadAllLines("$env:STUB/calls")[-1]) '[env][--shell][powershell][--role-name][x]'
if ($global:seen -lt 5) { [Console]::Error.WriteLine("the user's action ran $global:seen times") }
gitlab_aws_logout
& /bin/true after logout
is 'calls after logout' (calls) 2
gitlab_aws_login
[IO.File]::WriteAllText("$env:STUB/code", "6`n")
[Console]::WriteLine('ok')
$env:GITLAB_AWS_CREDENTIAL_EXPIRES_AT = 10
& /bin/echo 'the script went on'
