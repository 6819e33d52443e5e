# gitlab-aws-credential-helper: gitlab_aws_login, gitlab_aws_refresh and gitlab_aws_logout for the running shell.
# Generated from src/hooks/templates/hook.nu by scripts/generate-hooks.mjs: change it there.
# For nu 0.100 and later. Use it: use hook.nu *
# nu has no trace, reads options by name and knows no aliases in a module but its own.

# Gets credentials with these flags and puts them into the environment. When the helper fails, old ones that may stay do so while they
# are good; else they are taken away, and the failure goes on from here, exit code included. The helper gets the margin: its
# cache would else hand out what the hook wants renewed.
def --env __gitlab_aws_renew [flags: list<string>, may_stay: bool] {
    $env.__gitlab_aws_flags = $flags
    let helper = $env.GITLAB_AWS_HELPER? | default --empty "gitlab-aws-credential-helper"
    let variables = { GITLAB_AWS_REFRESH_MARGIN: (__gitlab_aws_margin | into string) }
    let stays = $may_stay and (__gitlab_aws_left) > 0
    if not $stays { __gitlab_aws_take_out }
    let text = if $stays {
        try { with-env $variables { ^$helper env --shell nu ...$flags } } catch { "" }
    } else {
        with-env $variables { ^$helper env --shell nu ...$flags }
    }
    if $stays and $text == "" {
        print --stderr $"gitlab-aws-credential-helper: the old credentials stay in use: they are good for (__gitlab_aws_left) more seconds"
    } else {
        let variables = $text | from json
        __gitlab_aws_take_out
        load-env $variables
        if ("AWS_REGION" in $variables) { $env.__gitlab_aws_region = true }
    }
    let left = __gitlab_aws_left
    $env.__gitlab_aws_pause = if $left > (__gitlab_aws_margin) { null } else { [$env.GITLAB_AWS_CREDENTIAL_EXPIRES_AT ($left // 2)] }
}

def --env __gitlab_aws_take_out [] {
    hide-env --ignore-errors AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION GITLAB_AWS_CREDENTIAL_EXPIRES_AT
    if ($env.__gitlab_aws_region? == true) { hide-env --ignore-errors AWS_REGION AWS_DEFAULT_REGION }
    $env.__gitlab_aws_region = false
    $env.__gitlab_aws_pause = null
}

def __gitlab_aws_margin [] {
    let margin = $env.GITLAB_AWS_REFRESH_MARGIN? | default "" | into string
    if $margin =~ '^[0-9]{1,9}$' { $margin | into int } else { 300 }
}

# How many seconds the credentials still live, or 0.
def __gitlab_aws_left [] {
    let expires = $env.GITLAB_AWS_CREDENTIAL_EXPIRES_AT? | default "" | into string
    if $expires !~ '^[1-9][0-9]{0,10}$' { return 0 }
    ($expires | into int) - (date now | into int) // 1_000_000_000
}

# Whether that is more than the margin. Or the last time the helper ran, it was not: then it runs again when half of it is over.
def __gitlab_aws_fresh [] {
    let left = __gitlab_aws_left
    if $left > (__gitlab_aws_margin) { return true }
    let pause = $env.__gitlab_aws_pause?
    if ($pause | describe) !~ '^list' { return false }
    $pause.0 == $env.GITLAB_AWS_CREDENTIAL_EXPIRES_AT? and $left > $pause.1
}

# Log in to AWS: takes the flags of `gitlab-aws-credential-helper env`.
export def --env --wrapped gitlab_aws_login [...flags: string] {
    __gitlab_aws_renew $flags false
}

# Log in again when the credentials are about to expire, with the flags of the last login.
export def --env --wrapped gitlab_aws_refresh [...flags: string] {
    if (__gitlab_aws_fresh) { return }
    let last = $env.__gitlab_aws_flags? | default []
    let flags = if ($flags | is-empty) { $last } else { $flags }
    # With other flags the old credentials are somebody else's.
    __gitlab_aws_renew $flags ($flags == $last)
}

# Take away all that the login set.
export def --env gitlab_aws_logout [] {
    __gitlab_aws_take_out
    $env.__gitlab_aws_flags = []
}
