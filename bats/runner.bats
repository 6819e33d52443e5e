# Inside what GitLab Runner writes around a job's lines: its wrapper for bash and sh in both eval strategies (shells/bash.go), and that
# for PowerShell (shells/powershell.go). A refusal has to stop the job there, too.

load lib/suite

# Quoted as one word, as the runner does it.
quoted() {
  printf "'%s'" "${1//\'/\'\\\'\'}"
}

# bash_wrapper STRATEGY LINES
bash_wrapper() {
  local lines
  lines="$(quoted $'export CI_JOB_STAGE=test\n'"$2"$'\n')"
  printf '%s\n' "trap 'exit 1' TERM" 'case "$(set -o)" in *pipefail*) set -o pipefail;; esac' \
    'set -o errexit' 'set +o noclobber'
  case "$1" in
    default) printf "(trap 'exit 1' TERM; eval %s) < /dev/null\n" "$lines" ;;
    legacy) printf ': | eval %s\n' "$lines" ;;
  esac
  printf 'exit 0\n'
}

# login_lines FORM: the line or lines in which a job logs in.
login_lines() {
  case "$1" in
    one-line) printf '%s' 'eval "$(gitlab-aws-credential-helper env --export)"' ;;
    two-line) printf 'credentials="$(gitlab-aws-credential-helper env --export)"\neval "$credentials"' ;;
  esac
}

# The runner feeds the script on stdin.
run_wrapped() {
  run --separate-stderr as_job "${@:2}" -- timeout "$PATIENCE" sh -c "exec $1 <wrapped"
}

# in_bash COMMAND STRATEGY FORM SETTINGS CODE: CODE is that of a job that AWS refused.
in_bash() {
  require_shell "${1%% *}"
  local lines
  lines="$4
$(login_lines "$3")
dump went-on"
  bash_wrapper "$2" "$lines" >wrapped
  hand_out "${NASTY_KEYS[1]}" "${NASTY_SECRETS[1]}" "${NASTY_TOKENS[1]}"
  run_wrapped "$1" AWS_PROFILE=stale
  expect_run 0 ""
  expect_variable went-on AWS_ACCESS_KEY_ID "${NASTY_KEYS[1]}"
  expect_variable went-on AWS_SECRET_ACCESS_KEY "${NASTY_SECRETS[1]}"
  expect_variable went-on AWS_SESSION_TOKEN "${NASTY_TOKENS[1]}"
  expect_no_variable went-on AWS_PROFILE

  rm went-on
  sts POST reset >/dev/null
  run_wrapped "$1" GITLAB_AWS_IDENTITY_TOKEN="$(strangers_token)"
  expect "exit code (stderr: $stderr)" "$status" "$5"
  expect stdout "$output" ""
  expect_part stderr "$stderr" "$AWS_WORDS"
  expect_no_dump went-on
  expect "number of calls" "$(sts_calls)" 1
}

for shell in "bash --noprofile --norc" sh "busybox ash"; do
  for form in one-line two-line; do
    for settings in "" "set -u" "set -euo pipefail"; do
      [[ $settings != *pipefail || $shell == bash* ]] || continue
      for strategy in default legacy; do
        code=5
        # There the failing pipe ends bash through its own trap.
        [[ $strategy$shell != legacybash* ]] || code=1
        bats_test_function --description "runner: $shell, $strategy eval, $form form${settings:+, $settings}" -- \
          in_bash "$shell" "$strategy" "$form" "$settings" "$code"
      done
    done
  done
done

# powershell_wrapper PREFERENCE LINE…: the runner looks at $? after every line.
powershell_wrapper() {
  local line
  printf '& {\n$ErrorActionPreference = "%s"\n' "$1"
  for line in "${@:2}"; do
    printf '%s\nif(!$?) { Exit &{if($LASTEXITCODE) {$LASTEXITCODE} else {1}} }\n\n' "$line"
  done
  printf '}\n'
}

POWERSHELL_FORMS=(
  '{} | Out-String | Invoke-Expression'
  '{} | Invoke-Expression'
  'Invoke-Expression (& {} | Out-String)'
  'Invoke-Expression "$({})"'
  'Invoke-Expression (({}) -join "`n")'
  '$script = {}; if ($LASTEXITCODE) { exit $LASTEXITCODE }; $script | Out-String | Invoke-Expression'
)

# in_powershell PREFERENCE FORM_NUMBER
in_powershell() {
  require_shell pwsh
  local code=1 form="${POWERSHELL_FORMS[$2]}"
  [[ $form != *'exit $LASTEXITCODE'* ]] || code=5
  powershell_wrapper "$1" "${form//\{\}/"$PROGRAM env --shell powershell"}" "dump went-on" >wrapped.ps1
  hand_out "${NASTY_KEYS[3]}" "${NASTY_SECRETS[3]}" "${NASTY_TOKENS[3]}"
  run_pwsh AWS_PROFILE=stale
  expect_run 0 ""
  expect_variable went-on AWS_ACCESS_KEY_ID "${NASTY_KEYS[3]}"
  expect_variable went-on AWS_SECRET_ACCESS_KEY "${NASTY_SECRETS[3]}"
  expect_variable went-on AWS_SESSION_TOKEN "${NASTY_TOKENS[3]}"
  expect_no_variable went-on AWS_PROFILE

  rm went-on
  sts POST reset >/dev/null
  run_pwsh GITLAB_AWS_IDENTITY_TOKEN="$(strangers_token)"
  [[ $status != 0 ]] || fail_test "exit code 0"
  [[ $code == 1 ]] || expect "exit code" "$status" "$code"
  expect stdout "$output" ""
  expect_part stderr "$stderr" "$AWS_WORDS"
  expect_no_dump went-on
  expect "number of calls" "$(sts_calls)" 1
}

run_pwsh() {
  run --separate-stderr as_job "$@" -- timeout "$PATIENCE" pwsh -NoProfile -NonInteractive -File wrapped.ps1
}

for preference in Stop Continue; do
  for form in "${!POWERSHELL_FORMS[@]}"; do
    shown="${POWERSHELL_FORMS[form]//\$/\\\$}"
    shown="${shown//\`/\\\`}"
    bats_test_function --description "runner: PowerShell, $preference: ${shown//\"/\\\"}" -- in_powershell "$preference" "$form"
  done
done
