# For Windows PowerShell 5.1 and PowerShell 7. Source it: . ./hook.ps1
# DebuggerHidden keeps the functions out of Set-PSDebug -Trace, whatever they do. There is no cmdlet in them,
# whose name a user's alias could have.

# The flags of the last login outlive a second sourcing.
if ($null -eq $ExecutionContext.SessionState.PSVariable.Get('global:__gitlab_aws_flags')) {
    $global:__gitlab_aws_flags = @()
    $global:__gitlab_aws_region = $false
}

# Gets credentials with the flags of the last login and puts them into the environment, or takes the old ones away and throws.
function global:__gitlab_aws_renew {
    [System.Diagnostics.DebuggerHidden()] param()
    $ErrorActionPreference = 'Stop'
    $PSNativeCommandUseErrorActionPreference = $false
    $helper = if ($env:GITLAB_AWS_HELPER) { $env:GITLAB_AWS_HELPER } else { '@PROGRAM@' }
    $flags = $global:__gitlab_aws_flags
    # What a shell says of a program that it cannot find.
    $global:LASTEXITCODE = 127
    $renewed = $false
    try {
        $script = & $helper env --shell @SHELL@ @flags
        if ($global:LASTEXITCODE -ne 0) {
            throw "@PROGRAM@: failed (exit code $global:LASTEXITCODE)"
        }
        $env:@EXPIRES_AT@ = $null
        foreach ($line in $script) { __gitlab_aws_set $line }
        if (-not $env:@EXPIRES_AT@) {
            $global:LASTEXITCODE = 1
            throw '@PROGRAM@: the helper printed no credentials'
        }
        $renewed = $true
    } finally {
        if (-not $renewed) { __gitlab_aws_take_out }
    }
}

# Does what one line of the helper's script says. Nothing is evaluated: Set-PSDebug would show it, DebuggerHidden or not.
function global:__gitlab_aws_set {
    [System.Diagnostics.DebuggerHidden()] param([string]$line)
    if ($line -cnotmatch '^\$env:([A-Z_]+) = (\$null|''.*''|\(-join \[char\[\]\]@\([0-9,]+\)\));\z') {
        throw '@PROGRAM@: the helper printed something else than variables'
    }
    $name = $Matches[1]
    $value = $Matches[2]
    if ($value -eq '$null') {
        [Environment]::SetEnvironmentVariable($name, [NullString]::Value)
    } elseif ($value.StartsWith("'")) {
        [Environment]::SetEnvironmentVariable($name, $value.Substring(1, $value.Length - 2).Replace("''", "'"))
    } else {
        $units = [int[]]($value -replace '[^0-9,]').Split(',')
        [Environment]::SetEnvironmentVariable($name, -join [char[]]$units)
    }
    if ($name -ceq 'AWS_REGION') { $global:__gitlab_aws_region = $true }
}

function global:__gitlab_aws_take_out {
    [System.Diagnostics.DebuggerHidden()] param()
    $names = -split '@VARIABLES@'
    if ($global:__gitlab_aws_region) { $names += -split '@REGION_VARIABLES@' }
    foreach ($name in $names) { [Environment]::SetEnvironmentVariable($name, [NullString]::Value) }
    $global:__gitlab_aws_region = $false
}

# Whether the credentials live longer than the margin.
function global:__gitlab_aws_fresh {
    [System.Diagnostics.DebuggerHidden()] param()
    if ($env:@EXPIRES_AT@ -notmatch '^[1-9][0-9]{0,10}\z') { return $false }
    $margin = if ($env:GITLAB_AWS_REFRESH_MARGIN -match '^[0-9]{1,9}\z') { $env:GITLAB_AWS_REFRESH_MARGIN } else { @MARGIN@ }
    [long]$env:@EXPIRES_AT@ - [DateTimeOffset]::UtcNow.ToUnixTimeSeconds() -gt [long]$margin
}

function global:gitlab_aws_login {
    [System.Diagnostics.DebuggerHidden()] param()
    $global:__gitlab_aws_flags = $args
    __gitlab_aws_renew
}

function global:gitlab_aws_refresh {
    [System.Diagnostics.DebuggerHidden()] param()
    if (__gitlab_aws_fresh) { return }
    if ($args.Count -gt 0) { $global:__gitlab_aws_flags = $args }
    __gitlab_aws_renew
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
        $code = $global:LASTEXITCODE
        try {
            if ($env:@EXPIRES_AT@) { gitlab_aws_refresh }
        } catch {
            [Console]::Error.WriteLine("$_")
        }
        $global:LASTEXITCODE = $code
    }
    $ExecutionContext.InvokeCommand.PreCommandLookupAction = {
        [System.Diagnostics.DebuggerHidden()] param($name, $lookup)
        if ($global:__gitlab_aws_own_action) { $global:__gitlab_aws_own_action.Invoke($name, $lookup) }
        if ($global:__gitlab_aws_busy -or -not $env:@EXPIRES_AT@ -or "$name" -like 'gitlab_aws_*') { return }
        $global:__gitlab_aws_busy = $true
        $code = $global:LASTEXITCODE
        try {
            gitlab_aws_refresh
            $global:LASTEXITCODE = $code
        } catch {
            $global:__gitlab_aws_failure = "$_"
            $lookup.CommandScriptBlock = { throw $global:__gitlab_aws_failure }
            $lookup.StopSearch = $true
        } finally {
            $global:__gitlab_aws_busy = $false
        }
    }
}
if ($env:GITLAB_AWS_AUTO_REFRESH -eq '1' -and $null -eq $ExecutionContext.SessionState.PSVariable.Get('global:__gitlab_aws_busy')) {
    __gitlab_aws_install
}
