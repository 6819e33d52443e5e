# No secret on stderr, ever; on stdout only where it is the result; none in an argument list. Every command runs with --debug, with
# good and with nasty input.

load lib/suite

# What must not be seen: parts of the token that are secret by themselves, and the keys.
secret_parts() {
  local token="$1"
  printf '%s\n' "$SECRET_KEY" "$SESSION" "${token##*.}" "$token"
}

ACCESS_KEY=ASIASECRETACCESSKEY1
SECRET_KEY="wJalr'XUtn FEMI/K7MDENG+bPxRfiCYSECRET"
SESSION="IQoJb3JpZ2luX2VjE'session token x=="

# expect_secretless WHAT TEXT TOKEN
expect_secretless() {
  local part
  while IFS= read -r part; do
    expect_without "$1" "$2" "$part"
  done < <(secret_parts "$3")
  expect_without "$1" "$2" "$ACCESS_KEY"
}

# Every command of the helper, as its own help lists them.
commands() {
  clean -- "$PROGRAM" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\)  .*/\1/p'
}

# words_for COMMAND: the ways to call it, one a line. A command that is not named here is called without a flag.
words_for() {
  case "$1" in
    env)
      printf 'env %s\n' "" --export "--format json" "--format process" "--shell fish" "--shell powershell" \
        "--shell cmd" "--shell nu" "-f out" "-- true"
      ;;
    exec) printf 'exec -- true\nexec\n' ;;
    unset | hook | completion) printf '%s --shell bash\n%s\n' "$1" "$1" ;;
    aws-profile) printf 'aws-profile\naws-profile --profile deploy\n' ;;
    serve) ;;
    *) printf '%s\n' "$1" ;;
  esac
}

# debugging LINE: puts --debug after the command's name.
debugging() {
  local -a words
  read -ra words <<<"$1"
  printf '%s\n' "${words[0]}" --debug "${words[@]:1}"
}

# run_all TOKEN: every command with --debug; stdout may hold secrets only after a success. Puts the number of successes into $successes.
run_all() {
  local token="$1" line command count=0
  successes=0
  for command in $(commands); do
    while IFS= read -r line; do
      local -a words
      mapfile -t words < <(debugging "$line")
      rm -rf cache out
      helper_with GITLAB_AWS_IDENTITY_TOKEN="$token" -- "${words[@]}"
      expect_secretless "stderr of $line" "$stderr" "$token"
      if ((status != 0)) || [[ $line == *true || $line == unset* || $line == *"-f out" ]]; then
        expect_secretless "stdout of $line" "$output" "$token"
      fi
      ((status != 0)) || successes=$((successes + 1))
      # Else nothing was there that could have held a secret.
      [[ $command != @(process|env|exec|aws-profile) || $stderr == *"$PROGRAM"* ]] ||
        fail_test "$line with --debug says nothing"
      count=$((count + 1))
    done < <(words_for "$command")
  done
  ((count >= 13)) || fail_test "only $count command lines were run"
}

@test "secrets: a successful login with --debug shows none" {
  local successes
  hand_out "$ACCESS_KEY" "$SECRET_KEY" "$SESSION"
  run_all "$STS_TOKEN"
  ((successes >= 10)) || fail_test "only $successes command lines succeeded"
}

@test "secrets: a denial with --debug shows none" {
  local successes
  run_all "$(strangers_token)"
  expect_match "number of successes, unset and the like apart" "$successes" '^[0-6]$'
}

@test "secrets: an AWS error that repeats the token shows none" {
  sts POST faults "{\"fault\":\"aws-error\",\"code\":\"ValidationError\",\"message\":\"bad token $STS_TOKEN here\"}" >/dev/null
  helper process --debug
  expect "exit code" "$status" 5
  expect_part stderr "$stderr" "bad token"
  expect_secretless stderr "$stderr" "$STS_TOKEN"
  helper_with GITLAB_AWS_CACHE=off -- env --export --debug
  expect_secretless stderr "$stderr" "$STS_TOKEN"
}

@test "secrets: tokens that are broken show nothing of themselves" {
  local token
  for token in "glpat-abcdefghij1234567890" "eyJhbGciOiJSUzI1NiJ9.broken-payload-of-a-token" "${STS_TOKEN%.*}" \
    "${STS_TOKEN}x y" "$STS_TOKEN$STS_TOKEN" "$(token '{"expired":true}')" "$(token '{"signature":"damaged"}')" \
    $'line-one-of-a-secret\nline-two-of-a-secret'; do
    rm -rf cache
    helper_with GITLAB_AWS_IDENTITY_TOKEN="$token" -- env --export --debug
    [[ $status == 4 || $status == 5 ]] || fail_test "exit code: $status"
    expect_without stderr "$stderr" "${token:0:24}"
    expect_without stderr "$stderr" "${token: -24}"
    expect stdout "$output" "(exit $status);"
  done
}

@test "secrets: a token where a name belongs is not repeated" {
  local words not_found
  while IFS= read -r words; do
    not_found=
    [[ $words != *" -- "* ]] || not_found=127
    # shellcheck disable=SC2086
    EXPECTED="$not_found" helper ${words//TOKEN/$STS_TOKEN}
    [[ $status != 0 ]] || fail_test "exit code 0: $words"
    expect_match stderr "$stderr" '^gitlab-aws-credential-helper: .'
    expect_secretless "stderr of $words" "$stderr" "$STS_TOKEN"
    expect_secretless "stdout of $words" "$output" "$STS_TOKEN"
  done <<'WORDS'
TOKEN
env --web-identity-token-name TOKEN
env -j TOKEN --debug
env -jTOKEN
env --web-identity-token-file TOKEN
env --token TOKEN
env --token=TOKEN
env --TOKEN
env --region TOKEN
env --role-name TOKEN
env --role-arn TOKEN
env --aws-account TOKEN
env --role-session-name=TOKEN!
env --duration-seconds TOKEN
env --partition TOKEN
env --sts-endpoint TOKEN
env --shell TOKEN
env --format TOKEN
process TOKEN
unset TOKEN
unset --shell TOKEN
env -- TOKEN
exec -- ./TOKEN
WORDS
  local name given
  for name in GITLAB_AWS_ACCOUNT_ID GITLAB_AWS_ROLE_ARN GITLAB_AWS_IDENTITY_TOKEN_NAME GITLAB_AWS_DURATION_SECONDS AWS_REGION \
    AWS_ENDPOINT_URL_STS AWS_WEB_IDENTITY_TOKEN_FILE; do
    # A file is looked for only where no variable has the token.
    given="$STS_TOKEN"
    [[ $name != AWS_WEB_IDENTITY_TOKEN_FILE ]] || given=
    helper_with GITLAB_AWS_IDENTITY_TOKEN="$given" "$name=$STS_TOKEN" -- env --debug
    [[ $status != 0 ]] || fail_test "exit code 0: $name"
    expect_match "stderr with the token in $name" "$stderr" '(^|[[:space:]])gitlab-aws-credential-helper: .'
    expect_secretless "stderr with the token in $name" "$stderr" "$STS_TOKEN"
  done
}

@test "secrets: credentials that an output form cannot hold are not shown in its error" {
  local form
  hand_out "$ACCESS_KEY" "$SECRET_KEY"$'\nnext line' "$SESSION"
  for form in dotenv windows-cmd; do
    helper env --format "$form" --debug
    expect "exit code" "$status" 7
    expect_secretless stderr "$stderr" "$STS_TOKEN"
    expect stdout "$output" ""
  done
}

@test "secrets: none is in an argument list while the helper and its command run" {
  [[ -r /proc/self/cmdline ]] || skip "there is no /proc"
  hand_out "$ACCESS_KEY" "$SECRET_KEY" "$SESSION"
  mkfifo ready
  as_job -- "$PROGRAM" exec --debug -- sh -c 'echo "$$ $PPID" >ready; read -r _ <ready' 2>stderr 3>&- &
  local job=$! child parent lists
  read -r child parent <ready
  lists="$(tr '\0' ' ' <"/proc/$child/cmdline") $(tr '\0' ' ' <"/proc/$parent/cmdline")"
  echo end >ready
  wait "$job"
  expect_part "the argument lists" "$lists" "read -r _"
  expect_secretless "the argument lists" "$lists" "$STS_TOKEN"
  expect_secretless stderr "$(<stderr)" "$STS_TOKEN"
}

@test "secrets: none is in the helper's argument list and title while it waits for AWS" {
  [[ -r /proc/self/cmdline ]] || skip "there is no /proc"
  sts POST faults '{"fault":"hang"}' >/dev/null
  as_job -- sh -c 'echo $$ >helper.pid; exec gitlab-aws-credential-helper process' >stdout 2>stderr 3>&- &
  local job=$! pid
  until [[ $(sts_calls) -gt 0 ]]; do
    ((SECONDS < PATIENCE)) || fail_test "AWS was not asked"
  done
  pid="$(<helper.pid)"
  local list
  list="$(tr '\0' ' ' <"/proc/$pid/cmdline")$(<"/proc/$pid/comm")"
  kill "$pid"
  wait "$job" || true
  expect_part "the argument list" "$list" process
  expect_secretless "the argument list" "$list" "$STS_TOKEN"
  expect stdout "$(<stdout)" ""
}

@test "secrets: nothing is left in files that others can read" {
  local file
  hand_out "$ACCESS_KEY" "$SECRET_KEY" "$SESSION"
  umask 000
  mkdir home
  chmod 700 home
  local words
  for words in "env -f out" process "exec -- true"; do
    # shellcheck disable=SC2086
    helper_with HOME="$PWD/home" -- $words
    expect "exit code of $words" "$status" 0
  done
  expect_part out "$(<out)" "$SECRET_KEY"
  while IFS= read -r file; do
    expect "mode of $file" "$(stat -c %a "$file")" 600
  done < <(find . -type f -size +0 \( -path ./out -o -path './cache/*' -o -path './home/*' \))
  while IFS= read -r file; do
    expect_without "$file" "$(tr -d '\0' <"$file")" "$SECRET_KEY"
    expect_without "$file" "$(tr -d '\0' <"$file")" "$STS_TOKEN"
  done < <(find . -type f \( -path './cache/*' -o -path './home/*' \))
  while IFS= read -r file; do
    expect "mode of $file" "$(stat -c %a "$file")" 700
  done < <(find . -mindepth 2 -type d -path './cache/*')
}

@test "secrets: a shell's trace of the login of a child command shows none" {
  hand_out "$ACCESS_KEY" "$SECRET_KEY" "$SESSION"
  run_in_sh 'set -x; gitlab-aws-credential-helper env -- true; gitlab-aws-credential-helper env -f out'
  expect "exit code" "$status" 0
  expect_secretless stderr "$stderr" "$STS_TOKEN"
}
