# `env` in its forms other than scripts, and `env -f`.

load lib/suite

# One set of credentials that every form can hold.
plain_credentials() {
  hand_out "${NASTY_KEYS[0]}" "${NASTY_SECRETS[0]}" "${NASTY_TOKENS[0]}"
}

dotenv_text() {
  printf '%s\n' "AWS_ACCESS_KEY_ID=${NASTY_KEYS[0]}" "AWS_SECRET_ACCESS_KEY=${NASTY_SECRETS[0]}" \
    "AWS_SESSION_TOKEN=${NASTY_TOKENS[0]}" "AWS_CREDENTIAL_EXPIRATION=$EXPIRATION"
}

# mode FILE
mode() {
  stat -c %a "$1"
}

@test "env: dotenv is the default, without quotes, comments or further variables" {
  plain_credentials
  helper env
  expect_run 0 "$(dotenv_text)"
  helper env --format dotenv --region eu-west-1
  expect_run 0 "$(dotenv_text)
AWS_REGION=eu-west-1
AWS_DEFAULT_REGION=eu-west-1"
}

@test "env: dotenv refuses what GitLab would change, and prints nothing" {
  local secret
  for secret in $'line\nbreak' 'a$b' ' a' 'a ' $'a\t'; do
    rm -rf cache
    hand_out KEY "$secret" TOKEN
    helper env
    expect "exit code for '$secret'" "$status" 7
    expect stdout "$output" ""
    expect_part stderr "$stderr" "AWS_SECRET_ACCESS_KEY"
  done
}

@test "env: json is one object with the names of the variables" {
  local set wanted
  for set in "${!NASTY_KEYS[@]}"; do
    rm -rf cache
    hand_out "${NASTY_KEYS[set]}" "${NASTY_SECRETS[set]}" "${NASTY_TOKENS[set]}"
    helper env --format json --region eu-west-1
    expect "exit code" "$status" 0
    wanted="{\"AWS_ACCESS_KEY_ID\":$(json "${NASTY_KEYS[set]}"),\"AWS_SECRET_ACCESS_KEY\":$(json "${NASTY_SECRETS[set]}"),\"AWS_SESSION_TOKEN\":$(json "${NASTY_TOKENS[set]}"),\"AWS_CREDENTIAL_EXPIRATION\":\"$EXPIRATION\",\"AWS_REGION\":\"eu-west-1\",\"AWS_DEFAULT_REGION\":\"eu-west-1\"}"
    node -e 'require("assert").deepStrictEqual(...process.argv.slice(1).map((text) => Object.entries(JSON.parse(text))))' \
      "$output" "$wanted"
  done
}

@test "env: the formats of aws configure export-credentials are the scripts of the shells" {
  local pair
  plain_credentials
  for pair in env:sh fish:fish powershell:powershell windows-cmd:cmd; do
    helper env --format "${pair%:*}"
    local first="$output"
    helper env --shell "${pair#*:}"
    expect "exit code" "$status" 0
    expect "--format ${pair%:*}" "$first" "$output"
  done
  helper env --format process
  local first="$output"
  helper process
  expect "--format process" "$first" "$output"
  helper env --export
  local export="$output"
  helper env --shell sh
  expect "--export" "$export" "$output"
}

@test "env: env-no-export sets variables that children do not see" {
  hand_out "${NASTY_KEYS[1]}" "${NASTY_SECRETS[1]}" "${NASTY_TOKENS[1]}"
  run_in_sh 'eval "$(gitlab-aws-credential-helper env --format env-no-export)"
printf "%s" "$AWS_SECRET_ACCESS_KEY"
dump set'
  expect_run 0 "${NASTY_SECRETS[1]}"
  expect_no_variable set AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
}

@test "env: -f writes the whole file with mode 0600 whatever the umask, and leaves nothing else" {
  plain_credentials
  mkdir out
  printf old >out/aws.env
  chmod 644 out/aws.env
  umask 000
  helper env -f out/aws.env
  expect "exit code" "$status" 0
  expect_part stderr "$stderr" "had mode 0644"
  expect "the file" "$(cat out/aws.env)" "$(dotenv_text)"
  expect "its mode" "$(mode out/aws.env)" 600
  helper env --filename=out/new.env
  expect "its mode" "$(mode out/new.env)" 600
  expect "the folder" "$(ls -A out)" $'aws.env\nnew.env'
}

@test "env: -f takes every form" {
  plain_credentials
  helper env -ef script.sh
  expect_run 0 ""
  run --separate-stderr clean -- sh -euc '. ./script.sh; dump set'
  expect_run 0 ""
  expect_variable set AWS_SESSION_TOKEN "${NASTY_TOKENS[0]}"
  helper env --format json -f out.json
  expect_run 0 ""
  node -e 'JSON.parse(require("fs").readFileSync("out.json", "utf8"))'
}

@test "env: -f leaves the file as it was when AWS refuses" {
  printf old >aws.env
  chmod 640 aws.env
  helper_with GITLAB_AWS_IDENTITY_TOKEN="$(strangers_token)" -- env -f aws.env
  expect "exit code" "$status" 5
  expect "the file" "$(cat aws.env)" old
  expect "its mode" "$(mode aws.env)" 640
  helper_with GITLAB_AWS_IDENTITY_TOKEN="$(strangers_token)" -- env -f new.env
  [[ ! -e new.env ]] || fail_test "the file was made all the same"
}

@test "env: -f on a device or a pipe writes to it" {
  plain_credentials
  helper env -f /dev/stdout
  expect_run 0 "$(dotenv_text)"
  mkfifo pipe
  as_job -- "$PROGRAM" env -f pipe 3>&- &
  expect "the pipe" "$(cat pipe)" "$(dotenv_text)"
  wait $!
  [[ -p pipe ]] || fail_test "the pipe is no pipe any more"
}

@test "env: a dotenv of 5 kB or more draws a warning" {
  hand_out KEY SECRET "$(printf 'x%.0s' {1..5200})"
  helper env
  expect "exit code" "$status" 0
  expect_part stderr "$stderr" 5120
  rm -rf cache
  hand_out KEY SECRET "$(printf 'x%.0s' {1..4900})"
  helper env
  expect stderr "$stderr" ""
}

@test "env: on a terminal it warns of secrets, in a pipe it does not" {
  command -v script >/dev/null || skip "script (util-linux) is not installed"
  plain_credentials
  run as_job -- script -qec "$PROGRAM env" /dev/null
  expect "exit code" "$status" 0
  expect_part output "$output" "warning"
  expect_part output "$output" "terminal"
  helper env
  expect stderr "$stderr" ""
}

@test "env: a reader that has gone away is no failure of a message" {
  run --separate-stderr as_job -- sh -c 'gitlab-aws-credential-helper env --export | true'
  expect stderr "$stderr" ""
}
