# gitlab-aws-credential-helper: gitlab_aws_login, gitlab_aws_refresh and gitlab_aws_logout for the running shell.
# Generated from src/hooks/templates/hook.elv by scripts/generate-hooks.mjs: change it there.
# For elvish 0.19 and later, as a module: use ./hook
# Then hook:gitlab_aws_login, hook:gitlab_aws_refresh and hook:gitlab_aws_logout. elvish has no trace.
use re

use math

var flags = []
var region = $false
# The expiry of credentials that had less than the margin left when the helper last ran, and half of what they had.
var pause = ['' 0]

fn -take-out {
  each {|name| unset-env $name } [AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION GITLAB_AWS_CREDENTIAL_EXPIRES_AT]
  if $region { each {|name| unset-env $name } [AWS_REGION AWS_DEFAULT_REGION] }
  set region = $false
  set pause = ['' 0]
}

fn -margin {
  if (re:match '^[0-9]{1,9}$' $E:GITLAB_AWS_REFRESH_MARGIN) {
    re:replace '^0+(.)' '$1' $E:GITLAB_AWS_REFRESH_MARGIN
  } else {
    put 300
  }
}

# How many seconds the credentials still live, or 0. elvish has no clock of its own.
fn -left {
  if (re:match '^[1-9][0-9]{0,10}$' $E:GITLAB_AWS_CREDENTIAL_EXPIRES_AT) {
    - $E:GITLAB_AWS_CREDENTIAL_EXPIRES_AT (e:date +%s)
  } else {
    put 0
  }
}

# The helper gets the margin: its cache would else hand out what the hook wants renewed.
fn -ask {
  var helper = gitlab-aws-credential-helper
  if (not-eq $E:GITLAB_AWS_HELPER '') { set helper = $E:GITLAB_AWS_HELPER }
  var had = (has-env GITLAB_AWS_REFRESH_MARGIN)
  var margin = $E:GITLAB_AWS_REFRESH_MARGIN
  set-env GITLAB_AWS_REFRESH_MARGIN (-margin)
  try {
    (external $helper) env --shell elvish $@flags | slurp
  } finally {
    if $had { set-env GITLAB_AWS_REFRESH_MARGIN $margin } else { unset-env GITLAB_AWS_REFRESH_MARGIN }
  }
}

# Gets credentials with the flags of the last login and puts them into the environment, or takes the old ones away and fails; those of
# a refresh stay while they are good.
fn -renew {|keep|
  try {
    var script = (-ask)
    if (not (re:match '(?m)^set-env GITLAB_AWS_CREDENTIAL_EXPIRES_AT ' $script)) { fail 'gitlab-aws-credential-helper: the helper printed no credentials' }
    eval $script
    if (re:match '(?m)^set-env AWS_REGION ' $script) { set region = $true }
  } catch failure {
    var left = (-left)
    if (and $keep (> $left 0)) {
      if (has-key $failure[reason] content) { echo $failure[reason][content] >&2 }
      echo 'gitlab-aws-credential-helper: the old credentials stay in use: they are good for '$left' more seconds' >&2
    } else {
      -take-out
      fail $failure
    }
  }
  var left = (-left)
  set pause = ['' 0]
  if (<= $left (-margin)) { set pause = [$E:GITLAB_AWS_CREDENTIAL_EXPIRES_AT (math:floor (/ $left 2))] }
}

# Whether the credentials live longer than the margin, or it is not yet worth while to ask again.
fn -fresh {
  var left = (-left)
  or (> $left (-margin)) (and (eq $pause[0] $E:GITLAB_AWS_CREDENTIAL_EXPIRES_AT) (> $left $pause[1]))
}

fn gitlab_aws_login {|@arguments|
  set flags = $arguments
  -renew $false
}

fn gitlab_aws_refresh {|@arguments|
  if (not (-fresh)) {
    # With other flags the old credentials are somebody else's.
    var keep = (or (== (count $arguments) 0) (eq $arguments $flags))
    if (> (count $arguments) 0) { set flags = $arguments }
    -renew $keep
  }
}

fn gitlab_aws_logout {
  -take-out
  set flags = []
}
