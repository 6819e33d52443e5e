# gitlab-aws-credential-helper: gitlab_aws_login, gitlab_aws_refresh and gitlab_aws_logout for the running shell.
# Generated from src/hooks/templates/hook.elv by scripts/generate-hooks.mjs: change it there.
# For elvish 0.19 and later, as a module: use ./hook
# Then hook:gitlab_aws_login, hook:gitlab_aws_refresh and hook:gitlab_aws_logout. elvish has no trace.
use re

var flags = []
var region = $false

fn -take-out {
  each {|name| unset-env $name } [AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION GITLAB_AWS_CREDENTIAL_EXPIRES_AT]
  if $region { each {|name| unset-env $name } [AWS_REGION AWS_DEFAULT_REGION] }
  set region = $false
}

# Gets credentials with the flags of the last login and puts them into the environment, or takes the old ones away and fails.
fn -renew {
  var helper = gitlab-aws-credential-helper
  if (not-eq $E:GITLAB_AWS_HELPER '') { set helper = $E:GITLAB_AWS_HELPER }
  try {
    var script = ((external $helper) env --shell elvish $@flags | slurp)
    unset-env GITLAB_AWS_CREDENTIAL_EXPIRES_AT
    eval $script
    if (not (has-env GITLAB_AWS_CREDENTIAL_EXPIRES_AT)) { fail 'gitlab-aws-credential-helper: the helper printed no credentials' }
    if (re:match '(?m)^set-env AWS_REGION ' $script) { set region = $true }
  } catch failure {
    -take-out
    fail $failure
  }
}

# Whether the credentials live longer than the margin. elvish has no clock of its own.
fn -fresh {
  var margin = 300
  if (re:match '^[0-9]{1,9}$' $E:GITLAB_AWS_REFRESH_MARGIN) { set margin = $E:GITLAB_AWS_REFRESH_MARGIN }
  if (re:match '^[1-9][0-9]{0,10}$' $E:GITLAB_AWS_CREDENTIAL_EXPIRES_AT) {
    > (- $E:GITLAB_AWS_CREDENTIAL_EXPIRES_AT (e:date +%s)) $margin
  } else {
    put $false
  }
}

fn gitlab_aws_login {|@arguments|
  set flags = $arguments
  -renew
}

fn gitlab_aws_refresh {|@arguments|
  if (not (-fresh)) {
    if (> (count $arguments) 0) { set flags = $arguments }
    -renew
  }
}

fn gitlab_aws_logout {
  -take-out
  set flags = []
}
