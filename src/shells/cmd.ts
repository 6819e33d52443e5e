// cmd.exe. It has no quoting that carries every character, so only those pass that need none.
import { EXIT, HelperError } from "../errors.ts";
import { statementShell } from "./statements.ts";

/** All that AWS uses in credentials, expiries and region names, and nothing that cmd gives a meaning to. */
const SAFE_VALUE = /^[A-Za-z0-9+/=_.:@,-]+$/;

/** @throws HelperError (exit code 7) for a value that cmd cannot carry */
export function assertCmdValue(name: string, value: string): void {
  if (SAFE_VALUE.test(value)) return;
  throw new HelperError(
    EXIT.FILE,
    `--shell cmd cannot carry this value of ${name}: only A-Z a-z 0-9 + / = _ . : @ , - pass through cmd unchanged`,
    { remedy: "Use PowerShell (--shell powershell), or run the command with env -- CMD." },
  );
}

export const cmd = statementShell({
  name: "cmd",
  aliases: [],
  // Without a file that would hold the secrets. In a batch file it is %%i.
  load: `for /f "delims=" %i in ('{}') do @%i`,
  set: (name, value) => {
    assertCmdValue(name, value);
    return `set "${name}=${value}"`;
  },
  unset: (name) => `set "${name}="`,
  // Sets ERRORLEVEL without closing the window, which `exit /b` does outside a batch file.
  fail: (exitCode) => `cmd /d /c exit ${exitCode}`,
  end: "\n",
});
