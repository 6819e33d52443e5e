# A xonsh script that shows what it runs.
source @(${...}["HOOK"])
$XONSH_TRACE_SUBPROC = True
gitlab_aws_login --region eu-central-1
gitlab_aws_refresh
$GITLAB_AWS_CREDENTIAL_EXPIRES_AT = "0"
gitlab_aws_refresh
gitlab_aws_login
true still-traced
gitlab_aws_logout
