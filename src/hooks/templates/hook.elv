# For elvish 0.19 and later, as a module: use ./hook
# Then hook:gitlab_aws_login, hook:gitlab_aws_refresh and hook:gitlab_aws_logout. elvish has no trace.
use re

use math

var flags = []
var region = $false
# The expiry of credentials that had less than the margin left when the helper last ran, and half of what they had.
var pause = ['' 0]

fn -take-out {
  each {|name| unset-env $name } [@VARIABLES@]
  if $region { each {|name| unset-env $name } [@REGION_VARIABLES@] }
  set region = $false
  set pause = ['' 0]
}

fn -margin {
  if (re:match '^[0-9]{1,9}$' $E:GITLAB_AWS_REFRESH_MARGIN) {
    re:replace '^0+(.)' '$1' $E:GITLAB_AWS_REFRESH_MARGIN
  } else {
    put @MARGIN@
  }
}

# How many seconds the credentials still live, or 0. elvish has no clock of its own.
fn -left {
  if (re:match '^[1-9][0-9]{0,10}$' $E:@EXPIRES_AT@) {
    - $E:@EXPIRES_AT@ (e:date +%s)
  } else {
    put 0
  }
}

# The helper gets the margin: its cache would else hand out what the hook wants renewed.
fn -ask {
  var helper = @PROGRAM@
  if (not-eq $E:GITLAB_AWS_HELPER '') { set helper = $E:GITLAB_AWS_HELPER }
  var had = (has-env GITLAB_AWS_REFRESH_MARGIN)
  var margin = $E:GITLAB_AWS_REFRESH_MARGIN
  set-env GITLAB_AWS_REFRESH_MARGIN (-margin)
  try {
    (external $helper) env --shell @SHELL@ $@flags | slurp
  } finally {
    if $had { set-env GITLAB_AWS_REFRESH_MARGIN $margin } else { unset-env GITLAB_AWS_REFRESH_MARGIN }
  }
}

# Gets credentials with the flags of the last login and puts them into the environment, or takes the old ones away and fails; those of
# a refresh stay while they are good.
fn -renew {|keep|
  try {
    var script = (-ask)
    if (not (re:match '(?m)^set-env @EXPIRES_AT@ ' $script)) { fail '@PROGRAM@: the helper printed no credentials' }
    eval $script
    if (re:match '(?m)^set-env AWS_REGION ' $script) { set region = $true }
  } catch failure {
    var left = (-left)
    if (and $keep (> $left 0)) {
      if (has-key $failure[reason] content) { echo $failure[reason][content] >&2 }
      echo '@PROGRAM@: the old credentials stay in use: they are good for '$left' more seconds' >&2
    } else {
      -take-out
      fail $failure
    }
  }
  var left = (-left)
  set pause = ['' 0]
  if (<= $left (-margin)) { set pause = [$E:@EXPIRES_AT@ (math:floor (/ $left 2))] }
}

# Whether the credentials live longer than the margin, or it is not yet worth while to ask again.
fn -fresh {
  var left = (-left)
  or (> $left (-margin)) (and (eq $pause[0] $E:@EXPIRES_AT@) (> $left $pause[1]))
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
