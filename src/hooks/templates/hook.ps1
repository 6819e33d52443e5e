# For Windows PowerShell 5.1 and PowerShell 7. Source it: . ./hook.ps1
# DebuggerHidden keeps the functions out of Set-PSDebug -Trace, whatever they do. There is no cmdlet in them,
# whose name a user's alias could have.

# What the last login left outlives a second sourcing.
if ($null -eq $ExecutionContext.SessionState.PSVariable.Get('global:__gitlab_aws_flags')) {
    $global:__gitlab_aws_flags = @()
    $global:__gitlab_aws_region = $false
    $global:__gitlab_aws_pause = @('', 0)
}

# Gets credentials with the flags of the last login and puts them into the environment, or takes the old ones away and throws;
# those that may stay do so while they are good.
function global:__gitlab_aws_renew {
    [System.Diagnostics.DebuggerHidden()] param([bool]$__gitlab_aws_keep)
    $ErrorActionPreference = 'Stop'
    $PSNativeCommandUseErrorActionPreference = $false
    $__gitlab_aws_renewed = $false
    try {
        $__gitlab_aws_script = __gitlab_aws_ask
        if (-not (@($__gitlab_aws_script) -match '^\$env:@EXPIRES_AT@ = ''')) {
            $global:LASTEXITCODE = 1
            throw '@PROGRAM@: the helper printed no credentials'
        }
        foreach ($__gitlab_aws_line in $__gitlab_aws_script) { __gitlab_aws_set $__gitlab_aws_line }
        $__gitlab_aws_renewed = $true
        $null = __gitlab_aws_look
    } catch {
        $null = __gitlab_aws_look
        if (-not $__gitlab_aws_keep -or $global:__gitlab_aws_left -le 0) { throw }
        $__gitlab_aws_renewed = $true
        $global:LASTEXITCODE = 0
        [Console]::Error.WriteLine("$_")
        [Console]::Error.WriteLine("@PROGRAM@: the old credentials stay in use: they are good for $global:__gitlab_aws_left more seconds")
    } finally {
        if (-not $__gitlab_aws_renewed) { __gitlab_aws_take_out }
    }
    # When it is worth while to ask again.
    $global:__gitlab_aws_pause = @('', 0)
    if ($global:__gitlab_aws_left -le $global:__gitlab_aws_margin) {
        $global:__gitlab_aws_pause = @($env:@EXPIRES_AT@, [Math]::Floor($global:__gitlab_aws_left / 2))
    }
}

# The helper's script. The helper gets the margin: its cache would else hand out what the hook wants renewed.
function global:__gitlab_aws_ask {
    [System.Diagnostics.DebuggerHidden()] param()
    $__gitlab_aws_helper = if ($env:GITLAB_AWS_HELPER) { $env:GITLAB_AWS_HELPER } else { '@PROGRAM@' }
    $__gitlab_aws_words = $global:__gitlab_aws_flags
    $__gitlab_aws_own = if ($null -eq $env:GITLAB_AWS_REFRESH_MARGIN) { [NullString]::Value } else { $env:GITLAB_AWS_REFRESH_MARGIN }
    # What a shell says of a program that it cannot find.
    $global:LASTEXITCODE = 127
    try {
        [Environment]::SetEnvironmentVariable('GITLAB_AWS_REFRESH_MARGIN', "$global:__gitlab_aws_margin")
        & $__gitlab_aws_helper env --shell @SHELL@ @__gitlab_aws_words
    } finally {
        [Environment]::SetEnvironmentVariable('GITLAB_AWS_REFRESH_MARGIN', $__gitlab_aws_own)
    }
    if ($global:LASTEXITCODE -ne 0) {
        throw "@PROGRAM@: failed (exit code $global:LASTEXITCODE)"
    }
}

# Does what one line of the helper's script says. Nothing is evaluated: Set-PSDebug would show it, DebuggerHidden or not.
function global:__gitlab_aws_set {
    [System.Diagnostics.DebuggerHidden()] param([string]$__gitlab_aws_line)
    if ($__gitlab_aws_line -cnotmatch '^\$env:([A-Z_]+) = (\$null|''.*''|\(-join \[char\[\]\]@\([0-9,]+\)\));\z') {
        throw '@PROGRAM@: the helper printed something else than variables'
    }
    $__gitlab_aws_name = $Matches[1]
    $__gitlab_aws_value = $Matches[2]
    if ($__gitlab_aws_value -eq '$null') {
        [Environment]::SetEnvironmentVariable($__gitlab_aws_name, [NullString]::Value)
    } elseif ($__gitlab_aws_value.StartsWith("'")) {
        $__gitlab_aws_value = $__gitlab_aws_value.Substring(1, $__gitlab_aws_value.Length - 2).Replace("''", "'")
        [Environment]::SetEnvironmentVariable($__gitlab_aws_name, $__gitlab_aws_value)
    } else {
        $__gitlab_aws_units = [int[]]($__gitlab_aws_value -replace '[^0-9,]').Split(',')
        [Environment]::SetEnvironmentVariable($__gitlab_aws_name, -join [char[]]$__gitlab_aws_units)
    }
    if ($__gitlab_aws_name -ceq 'AWS_REGION') { $global:__gitlab_aws_region = $true }
}

function global:__gitlab_aws_take_out {
    [System.Diagnostics.DebuggerHidden()] param()
    $__gitlab_aws_names = -split '@VARIABLES@'
    if ($global:__gitlab_aws_region) { $__gitlab_aws_names += -split '@REGION_VARIABLES@' }
    foreach ($__gitlab_aws_name in $__gitlab_aws_names) {
        [Environment]::SetEnvironmentVariable($__gitlab_aws_name, [NullString]::Value)
    }
    $global:__gitlab_aws_region = $false
    $global:__gitlab_aws_pause = @('', 0)
}

# Whether the credentials live longer than the margin, both of which it leaves in variables.
function global:__gitlab_aws_look {
    [System.Diagnostics.DebuggerHidden()] param()
    $global:__gitlab_aws_left = 0
    $global:__gitlab_aws_margin = if ($env:GITLAB_AWS_REFRESH_MARGIN -match '^[0-9]{1,9}\z') { [long]$env:GITLAB_AWS_REFRESH_MARGIN } else { @MARGIN@ }
    if ($env:@EXPIRES_AT@ -match '^[1-9][0-9]{0,10}\z') {
        $global:__gitlab_aws_left = [long]$env:@EXPIRES_AT@ - [DateTimeOffset]::UtcNow.ToUnixTimeSeconds()
    }
    $global:__gitlab_aws_left -gt $global:__gitlab_aws_margin
}

# The last time the helper ran, the credentials had less than the margin left: it runs again when half of that is over.
function global:__gitlab_aws_paused {
    [System.Diagnostics.DebuggerHidden()] param()
    $global:__gitlab_aws_pause[0] -ceq $env:@EXPIRES_AT@ -and $global:__gitlab_aws_left -gt $global:__gitlab_aws_pause[1]
}

function global:gitlab_aws_login {
    [System.Diagnostics.DebuggerHidden()] param()
    $global:__gitlab_aws_flags = $args
    $null = __gitlab_aws_look
    __gitlab_aws_renew $false
}

function global:gitlab_aws_refresh {
    [System.Diagnostics.DebuggerHidden()] param()
    if ((__gitlab_aws_look) -or (__gitlab_aws_paused)) { return }
    # With other flags the old credentials are somebody else's.
    $__gitlab_aws_keep = $args.Count -eq 0 -or ($args -join "`0") -ceq ($global:__gitlab_aws_flags -join "`0")
    if ($args.Count -gt 0) { $global:__gitlab_aws_flags = $args }
    __gitlab_aws_renew $__gitlab_aws_keep
}

function global:gitlab_aws_logout {
    [System.Diagnostics.DebuggerHidden()] param()
    __gitlab_aws_take_out
    $global:__gitlab_aws_flags = @()
}

# Before each command. At a prompt: before the prompt is shown. In a script, which has no prompt: when a command is looked up,
# and a refresh that fails makes that command fail. The user's own prompt and action go first.
function global:__gitlab_aws_install {
    [System.Diagnostics.DebuggerHidden()] param()
    $global:__gitlab_aws_own_prompt = $function:prompt
    $global:__gitlab_aws_own_action = $ExecutionContext.InvokeCommand.PreCommandLookupAction
    $global:__gitlab_aws_busy = $false
    function global:prompt {
        [System.Diagnostics.DebuggerHidden()] param()
        & $global:__gitlab_aws_own_prompt
        $ExecutionContext.InvokeCommand.PreCommandLookupAction = $global:__gitlab_aws_own_action
        $__gitlab_aws_code = $global:LASTEXITCODE
        try {
            if ($env:@EXPIRES_AT@) { gitlab_aws_refresh }
        } catch {
            [Console]::Error.WriteLine("$_")
        }
        $global:LASTEXITCODE = $__gitlab_aws_code
    }
    $ExecutionContext.InvokeCommand.PreCommandLookupAction = {
        [System.Diagnostics.DebuggerHidden()] param($__gitlab_aws_name, $__gitlab_aws_lookup)
        if ($global:__gitlab_aws_own_action) { $global:__gitlab_aws_own_action.Invoke($__gitlab_aws_name, $__gitlab_aws_lookup) }
        if ($global:__gitlab_aws_busy -or -not $env:@EXPIRES_AT@ -or "$__gitlab_aws_name" -like 'gitlab_aws_*') { return }
        $global:__gitlab_aws_busy = $true
        $__gitlab_aws_code = $global:LASTEXITCODE
        try {
            gitlab_aws_refresh
            $global:LASTEXITCODE = $__gitlab_aws_code
        } catch {
            $global:__gitlab_aws_failure = "$_"
            $__gitlab_aws_lookup.CommandScriptBlock = { throw $global:__gitlab_aws_failure }
            $__gitlab_aws_lookup.StopSearch = $true
        } finally {
            $global:__gitlab_aws_busy = $false
        }
    }
}
if ($env:GITLAB_AWS_AUTO_REFRESH -eq '1' -and $null -eq $ExecutionContext.SessionState.PSVariable.Get('global:__gitlab_aws_busy')) {
    __gitlab_aws_install
}
