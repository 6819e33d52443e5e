# The strictest settings that a script can choose, and aliases with the names of what a hook might use.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
Set-StrictMode -Version Latest
Set-Alias Invoke-Expression Get-Nothing
Set-Alias Set-Item Get-Nothing
Set-Alias Write-Error Get-Nothing
