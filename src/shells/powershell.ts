// PowerShell 5.1 and 7: one rule for both, and for every way of loading, line by line included.
import { failureMessage, statementShell } from "./statements.ts";

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/**
 * Printable ASCII goes between single quotes with `'` doubled. Everything else is built from UTF-16 units:
 * the four curly quotes U+2018–U+201B close a string as `'` does (PowerShell's CharTraits.cs), a native command's output arrives
 * as lines, and Windows PowerShell decodes it with the OEM code page. `[char[]]` also works in ConstrainedLanguage mode.
 */
export function quotePowerShell(value: string): string {
  if (PRINTABLE_ASCII.test(value)) return `'${value.replaceAll("'", "''")}'`;
  const units = Array.from({ length: value.length }, (_, index) => value.charCodeAt(index));
  return `(-join [char[]]@(${units.join(",")}))`;
}

export const powershell = statementShell({
  name: "powershell",
  aliases: ["pwsh"],
  load: "{} | Out-String | Invoke-Expression",
  hook: "hook.ps1",
  set: (name, value) => `$env:${name} = ${quotePowerShell(value)}`,
  // Remove-Item of a missing variable leaves $? false, and GitLab Runner looks at $? after every line.
  unset: (name) => `$env:${name} = $null`,
  fail: (exitCode) => `throw '${failureMessage(exitCode)}'`,
});
