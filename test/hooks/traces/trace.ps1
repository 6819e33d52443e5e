# A PowerShell script that is traced at the level $Level.
param($Level)
. $env:HOOK
Set-PSDebug -Trace $Level
gitlab_aws_login --region eu-central-1
gitlab_aws_refresh
$env:GITLAB_AWS_CREDENTIAL_EXPIRES_AT = 0
gitlab_aws_refresh
gitlab_aws_login
$null = 'still-traced'
gitlab_aws_logout
