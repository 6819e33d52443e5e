# PowerShell 7. Its tests run under the strictest settings that a script can choose.

load lib/suite
load lib/shell

shell_is powershell pwsh -NoProfile -NonInteractive -File
begin_with $'$ErrorActionPreference = "Stop"\nSet-StrictMode -Version Latest'
main_way '{} | Out-String | Invoke-Expression'
way '{} | Invoke-Expression'
way 'Invoke-Expression (& {} | Out-String)'
way 'Invoke-Expression "$({})"'
way 'Invoke-Expression (({}) -join "`n")'
in_locale C
corpus_way '{} | Out-String | Invoke-Expression'

in_locale C.UTF-8
for preference in Stop Continue; do
  begin_with "\$ErrorActionPreference = \"$preference\""
  stops 1 '{} | Out-String | Invoke-Expression'
  stops 1 'Invoke-Expression (& {} | Out-String)'
  stops 1 'Invoke-Expression "$({})"'
  stops 1 'Invoke-Expression (({}) -join "`n")'
  goes_on $'{} | Out-String | Invoke-Expression\nif (!$?) { exit 9 }'
  stops 5 $'$script = {}; if ($LASTEXITCODE) { exit $LASTEXITCODE }\n$script | Out-String | Invoke-Expression'
done
# Where errors are not fatal, PowerShell takes the exception in this pipe for one of the program before it, and goes on.
begin_with '$ErrorActionPreference = "Stop"'
stops 1 '{} | Invoke-Expression'
wrong_usage_stops 1 '{} | Out-String | Invoke-Expression'
