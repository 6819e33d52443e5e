# The hooks read like what a careful author of each shell would have written.

load lib/world

# require PROGRAM: the linters are no shells, but are skipped by name in the same way.
require() {
  command -v "$1" >/dev/null || skip "$1 is not installed"
}

@test "shellcheck: hook.sh and hook.bash" {
  require shellcheck
  shellcheck "$ROOT/shells/hook.sh" "$ROOT/shells/hook.bash"
}

@test "shellcheck: what the tests run" {
  require shellcheck
  shellcheck "$ROOT"/test/hooks/*.sh "$ROOT"/test/hooks/*/*.sh "$ROOT"/test/hooks/*/*.bash "$ROOT/test/hooks/stub"
}

@test "shfmt: hook.sh and hook.bash" {
  require shfmt
  shfmt -i 2 -ci -d "$ROOT/shells/hook.sh" "$ROOT/shells/hook.bash"
}

@test "fish_indent: hook.fish" {
  require fish_indent
  fish_indent --check "$ROOT/shells/hook.fish"
}

@test "zsh -n: hook.zsh" {
  require_shell zsh
  zsh -n "$ROOT/shells/hook.zsh"
}

@test "PSScriptAnalyzer: hook.ps1" {
  require_shell pwsh
  # Two rules are out of place: the functions of a hook are to be global, and so is what they remember.
  run pwsh -NoProfile -NonInteractive -Command "
    if (-not (Get-Module -ListAvailable PSScriptAnalyzer)) { exit 77 }
    Invoke-ScriptAnalyzer -Path '$ROOT/shells/hook.ps1' -ExcludeRule PSAvoidGlobalVars, PSAvoidGlobalFunctions |
      ForEach-Object { \"\$(\$_.Line): \$(\$_.RuleName): \$(\$_.Message)\" }"
  [[ $status != 77 ]] || skip "PSScriptAnalyzer is not installed"
  expect "what it found" "$output" ""
}

@test "every hook is ASCII, which Windows PowerShell reads alike in every code page" {
  run env LC_ALL=C grep -nP '[^\t\x20-\x7e]' -r "$ROOT/shells"
  expect "what is not" "$output" ""
}
