# A fish script that is traced.
source $HOOK
set -g fish_trace $argv[1]
gitlab_aws_login --region eu-central-1
gitlab_aws_refresh
set -gx GITLAB_AWS_CREDENTIAL_EXPIRES_AT 0
gitlab_aws_refresh; or exit
gitlab_aws_login; or exit
builtin true still-traced
gitlab_aws_logout
