# cmd.exe. Without it the text is looked at: every value that it cannot carry is refused, all others are written in the one safe form.

load lib/suite

@test "cmd: of the corpus exactly the values in the safe set are written, in a form that needs no quoting" {
  local written refused chunks line count=0 safe
  mkdir corpus
  read -r written refused chunks < <(node "$ROOT/build/test/corpus/emit.js" cmd corpus)
  safe="$(node --input-type=module -e '
    const { CORPUS } = await import(process.argv[1]);
    console.log(CORPUS.filter((value) => /^[A-Za-z0-9+/=_.:@,-]+$/.test(value)).length, CORPUS.length);
  ' "$ROOT/build/test/corpus/corpus.js")"
  expect "values written, and all" "$written $((written + refused))" "$safe"
  expect "chunks" "$(printf '%s\n' corpus/set-* | wc -l)" "$chunks"
  while IFS= read -r line; do
    expect_match line "$line" '^set "V[0-9]+=[A-Za-z0-9+/=_.:@,-]+"$'
    count=$((count + 1))
  done < <(cat corpus/set-*)
  expect "lines" "$count" "$written"
}

@test "cmd: credentials like those of AWS" {
  hand_out "${NASTY_KEYS[0]}" "${NASTY_SECRETS[0]}" "${NASTY_TOKENS[0]}"
  helper env --shell cmd --region eu-central-1
  expect_run 0 "set \"AWS_PROFILE=\"
set \"AWS_DEFAULT_PROFILE=\"
set \"AWS_SECURITY_TOKEN=\"
set \"AWS_ACCESS_KEY_ID=${NASTY_KEYS[0]}\"
set \"AWS_SECRET_ACCESS_KEY=${NASTY_SECRETS[0]}\"
set \"AWS_SESSION_TOKEN=${NASTY_TOKENS[0]}\"
set \"AWS_CREDENTIAL_EXPIRATION=$EXPIRATION\"
set \"AWS_REGION=eu-central-1\"
set \"AWS_DEFAULT_REGION=eu-central-1\"
set \"GITLAB_AWS_CREDENTIAL_EXPIRES_AT=$EXPIRES_AT\""
}

@test "cmd: other credentials are refused with exit code 7, and nothing but the failing statement is printed" {
  local set
  for set in 1 2 3; do
    rm -rf cache
    hand_out "${NASTY_KEYS[set]}" "${NASTY_SECRETS[set]}" "${NASTY_TOKENS[set]}"
    helper env --shell cmd
    expect "exit code" "$status" 7
    expect stdout "$output" "cmd /d /c exit 7"
    expect_part stderr "$stderr" "cannot carry this value of AWS_ACCESS_KEY_ID"
    expect_without stderr "$stderr" "${NASTY_SECRETS[set]}"
  done
}

@test "cmd: unset" {
  helper unset --shell cmd
  expect_run 0 'set "AWS_ACCESS_KEY_ID="
set "AWS_SECRET_ACCESS_KEY="
set "AWS_SESSION_TOKEN="
set "AWS_CREDENTIAL_EXPIRATION="
set "GITLAB_AWS_CREDENTIAL_EXPIRES_AT="'
}

@test "cmd: in cmd.exe itself" {
  require_shell cmd.exe
  hand_out "${NASTY_KEYS[0]}" "${NASTY_SECRETS[0]}" "${NASTY_TOKENS[0]}"
  as_job -- "$PROGRAM" env --shell cmd >loaded.cmd
  MSYS_NO_PATHCONV=1 run cmd.exe /d /c "call loaded.cmd && set AWS_S"
  expect "exit code" "$status" 0
  expect_part stdout "$output" "AWS_SECRET_ACCESS_KEY=${NASTY_SECRETS[0]}"
  expect_part stdout "$output" "AWS_SESSION_TOKEN=${NASTY_TOKENS[0]}"
}
