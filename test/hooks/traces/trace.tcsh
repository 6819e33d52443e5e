# A tcsh script that is traced in the way $1 says.
source $HOOK
set $1
gitlab_aws_login --region eu-central-1
gitlab_aws_refresh
setenv GITLAB_AWS_CREDENTIAL_EXPIRES_AT 0
gitlab_aws_refresh
gitlab_aws_login
: still-traced
gitlab_aws_logout
