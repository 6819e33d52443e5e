# For nu 0.100 and later. Use it: use hook.nu *
# nu has no trace, reads options by name and knows no aliases in a module but its own.

# Takes the old credentials away, gets new ones with these flags and puts them into the environment. When the helper fails,
# its failure goes on from here, exit code included, and what has been taken away stays away.
def --env __gitlab_aws_renew [flags: list<string>] {
    $env.__gitlab_aws_flags = $flags
    __gitlab_aws_take_out
    let helper = $env.GITLAB_AWS_HELPER? | default --empty "@PROGRAM@"
    let text = (^$helper env --shell @SHELL@ ...$flags)
    let variables = $text | from json
    load-env $variables
    if ("AWS_REGION" in $variables) { $env.__gitlab_aws_region = true }
}

def --env __gitlab_aws_take_out [] {
    hide-env --ignore-errors @VARIABLES@
    if ($env.__gitlab_aws_region? == true) { hide-env --ignore-errors @REGION_VARIABLES@ }
    $env.__gitlab_aws_region = false
}

# Whether the credentials live longer than the margin.
def __gitlab_aws_fresh [] {
    let expires = $env.@EXPIRES_AT@? | default "" | into string
    let margin = $env.GITLAB_AWS_REFRESH_MARGIN? | default "" | into string
    if $expires !~ '^[1-9][0-9]{0,10}$' { return false }
    let seconds = if $margin =~ '^[0-9]{1,9}$' { $margin | into int } else { @MARGIN@ }
    ($expires | into int) - (date now | into int) // 1_000_000_000 > $seconds
}

# Log in to AWS: takes the flags of `@PROGRAM@ env`.
export def --env --wrapped gitlab_aws_login [...flags: string] {
    __gitlab_aws_renew $flags
}

# Log in again when the credentials are about to expire, with the flags of the last login.
export def --env --wrapped gitlab_aws_refresh [...flags: string] {
    if (__gitlab_aws_fresh) { return }
    __gitlab_aws_renew (if ($flags | is-empty) { $env.__gitlab_aws_flags? | default [] } else { $flags })
}

# Take away all that the login set.
export def --env gitlab_aws_logout [] {
    __gitlab_aws_take_out
    $env.__gitlab_aws_flags = []
}
