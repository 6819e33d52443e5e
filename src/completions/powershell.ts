// Completion for PowerShell 5.1 and 7.

import { quotePowerShell } from "../shells/powershell.ts";
import { PROGRAM } from "../version.ts";
import { type CompletedCommand, type CompletedFlag, PROGRAM_FLAGS, spellings } from "./model.ts";

export function powershellCompletion(commands: readonly CompletedCommand[]): string {
  return `# ${PROGRAM}: completion for PowerShell. Load it: ${PROGRAM} completion --shell powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName ${quotePowerShell(PROGRAM)} -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $commands = @{
${commands.map(commandEntry).join("")}    }
    function result($texts) {
        foreach ($text in $texts) {
            if ($text.text -like "$([WildcardPattern]::Escape($wordToComplete))*") {
                [System.Management.Automation.CompletionResult]::new($text.text, $text.text, 'ParameterValue', $text.tip)
            }
        }
    }
    $before = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })
    if ($before.Count -le 1) {
        return result (@($commands.Keys | Sort-Object | ForEach-Object { @{ text = $_; tip = $commands[$_].tip } }) +
            @(${PROGRAM_FLAGS.map((flag) => `@{ text = '${flag}'; tip = '${flag}' }`).join(", ")}))
    }
    $command = $commands[$before[1]]
    if ($null -eq $command) { return }
    $flag = $null
    for ($index = 2; $index -lt $before.Count; $index++) {
        $word = $before[$index]
        if ($null -ne $flag) {
            $flag = $null
        } elseif ($word -eq '--' -or -not $word.StartsWith('-')) {
            # Another command line: what PowerShell completes by itself.
            $first = if ($word -eq '--') { $index + 1 } else { $index }
            if (-not $command.child -or $first -lt $before.Count) { return }
            return [System.Management.Automation.CompletionCompleters]::CompleteCommand($wordToComplete)
        } else {
            $flag = $command.flags | Where-Object { $_.names -ccontains $word -and $_.value -ne 'none' }
        }
    }
    if ($null -ne $flag) {
        if ($flag.value -eq 'choice') { return result ($flag.choices | ForEach-Object { @{ text = $_; tip = $_ } }) }
        if ($flag.value -eq 'file') { return [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete) }
        return
    }
    if ($command.child -and $wordToComplete -and -not $wordToComplete.StartsWith('-')) {
        return [System.Management.Automation.CompletionCompleters]::CompleteCommand($wordToComplete)
    }
    result ($command.flags | ForEach-Object { @{ text = $_.names[0]; tip = $_.tip } })
}
`;
}

function commandEntry({ name, summary, flags, takesChild }: CompletedCommand): string {
  return `        ${quotePowerShell(name)} = @{
            tip = ${quotePowerShell(summary)}
            child = $${takesChild}
            flags = @(
${flags.map((flag) => `                ${flagEntry(flag)}\n`).join("")}            )
        }
`;
}

function flagEntry(flag: CompletedFlag): string {
  const list = (words: readonly string[]): string => `@(${words.map(quotePowerShell).join(", ")})`;
  return `@{ names = ${list(spellings(flag))}; value = '${flag.value}'; choices = ${list(flag.choices)}; tip = ${quotePowerShell(flag.summary)} }`;
}
