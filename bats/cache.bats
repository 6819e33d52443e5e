# The job-wide cache and the single call, as a job's shell sees them. Crowds and kills are in test/cache.

load lib/suite

# cached_job [NAME=VALUE…] -- COMMAND…: as_job with a home, and so a cache, of the test's own.
cached_job() {
  as_job HOME="$BATS_TEST_TMPDIR/home" XDG_CACHE_HOME= XDG_RUNTIME_DIR= CI_JOB_ID=1001 GITLAB_AWS_CACHE=on "$@"
}

# The job's folder. The tests run where the platform's place for caches is one of these.
cache_folder() {
  local folder
  for folder in .cache Library/Caches; do
    folder="$BATS_TEST_TMPDIR/home/$folder/$PROGRAM/gitlab-1001"
    if [[ -d $folder ]]; then printf '%s' "$folder"; fi
  done
}

# The files that belong to one token. Compiled code, which is kept beside them, belongs to nobody.
cached_files() {
  find home -type f -not -path '*/code/*'
}

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  mkdir home
  reset_sts
}

@test "cache: process, env and exec give one answer, with one call" {
  run --separate-stderr cached_job -- "$PROGRAM" process
  expect "exit code (stderr: $stderr)" "$status" 0
  [[ $output =~ '"AccessKeyId": "'([A-Z0-9]+) ]]
  local key="${BASH_REMATCH[1]}"
  run --separate-stderr cached_job -- "$PROGRAM" env
  expect_part "env's output" "$output" "AWS_ACCESS_KEY_ID=$key"
  run --separate-stderr cached_job -- "$PROGRAM" exec -- sh -c 'printf %s "$AWS_ACCESS_KEY_ID"'
  expect_run 0 "$key"
  expect "number of calls" "$(sts_calls)" 1
}

@test "cache: twenty at once from a shell are one call" {
  run --separate-stderr cached_job -- bash -c '
    for i in {1..20}; do '"$PROGRAM"' process >answer-$i & done
    for job in $(jobs -p); do wait "$job" || exit; done
    cat answer-* | grep AccessKeyId | sort -u | wc -l'
  expect "exit code (stderr: $stderr)" "$status" 0
  expect "number of different answers" "${output// /}" 1
  expect "number of calls" "$(sts_calls)" 1
}

@test "cache: --no-cache and GITLAB_AWS_CACHE=off ask each time and leave nothing" {
  cached_job -- "$PROGRAM" process --no-cache >/dev/null
  cached_job GITLAB_AWS_CACHE=off -- "$PROGRAM" process >/dev/null
  expect "number of calls" "$(sts_calls)" 2
  expect "files left" "$(cached_files)" ""
}

@test "cache: a wrong GITLAB_AWS_CACHE is named" {
  run --separate-stderr cached_job GITLAB_AWS_CACHE=nope -- "$PROGRAM" process
  expect "exit code" "$status" 3
  expect stdout "$output" ""
  expect_part stderr "$stderr" 'GITLAB_AWS_CACHE: "nope"'
}

@test "cache: one file 0600 in folders 0700, with nothing in it that can be read" {
  umask 000
  run --separate-stderr cached_job -- "$PROGRAM" env
  expect "exit code (stderr: $stderr)" "$status" 0
  local folder value line
  folder="$(cache_folder)"
  expect "files" "$(find "$folder" | wc -l | tr -d ' ')" 2
  expect "what others may use" "$(find "$folder" "$folder/.." -perm -001 -o -perm -010 -o -perm -004 -o -perm -040)" ""
  while IFS= read -r line; do
    value="${line#*=}"
    if grep -rqF -- "$value" "$folder"; then fail_test "the value of ${line%%=*} is in the cache"; fi
  done < <(grep -v EXPIRATION <<<"$output")
  if grep -rqF -- "$STS_TOKEN" "$folder"; then fail_test "the token is in the cache"; fi
}

@test "cache: another token does not get the answer" {
  cached_job -- "$PROGRAM" process >one
  cached_job GITLAB_AWS_IDENTITY_TOKEN="$(token '{"ref":"other"}')" -- "$PROGRAM" process >two
  expect "number of calls" "$(sts_calls)" 2
  if cmp -s one two; then fail_test "two tokens, one answer"; fi
}

@test "cache: a refusal is not kept" {
  local stranger
  stranger="$(strangers_token)"
  for _ in 1 2; do
    run --separate-stderr cached_job GITLAB_AWS_IDENTITY_TOKEN="$stranger" -- "$PROGRAM" process
    expect "exit code" "$status" 5
    expect_part stderr "$stderr" "$AWS_WORDS"
  done
  expect "number of calls" "$(sts_calls)" 2
}

@test "cache: never inside CI_PROJECT_DIR; without a place for it everything works, silently" {
  local dir
  for dir in "$BATS_TEST_TMPDIR" "$BATS_TEST_TMPDIR/home"; do
    run --separate-stderr cached_job CI_PROJECT_DIR="$dir" -- "$PROGRAM" process
    expect "exit code" "$status" 0
    expect stderr "$stderr" ""
  done
  expect "files left" "$(cached_files)" ""
  touch file
  run --separate-stderr cached_job HOME="$BATS_TEST_TMPDIR/file" -- "$PROGRAM" process
  expect "exit code" "$status" 0
  expect stderr "$stderr" ""
  expect "number of calls" "$(sts_calls)" 3
}

@test "cache: renewal fails while the credentials are good: used, with one line of warning" {
  # The rules want 180 seconds left of these; the STS gives 60.
  sts POST credentials "{\"accessKeyId\":\"ASIASHORTLIVED1234\",\"secretAccessKey\":\"s3cret-of-the-test\",\"sessionToken\":\"t0ken-of-the-test\",\"expiration\":\"$(soon)\"}" >/dev/null
  cached_job GITLAB_AWS_DURATION_SECONDS=900 -- "$PROGRAM" process >/dev/null
  sts POST faults '{"fault":"aws-error","status":403,"code":"AccessDenied","message":"revoked"}' >/dev/null
  run --separate-stderr cached_job GITLAB_AWS_DURATION_SECONDS=900 -- "$PROGRAM" process
  expect "exit code (stderr: $stderr)" "$status" 0
  expect_part stdout "$output" ASIASHORTLIVED1234
  expect_part stderr "$stderr" "could not be renewed (AWS refused: AccessDenied: revoked"
  expect "lines on stderr" "${#stderr_lines[@]}" 1
}

# In a minute, as AWS writes times.
soon() {
  node -p 'new Date(Date.now() + 60000).toISOString().replace(/\.\d+Z/, "Z")'
}

@test "cleanup: nothing that the helper kept is left, compiled code included" {
  helper_with CI_JOB_ID=7 -- process
  expect "exit code (stderr: $stderr)" "$status" 0
  [[ -n $(find cache -type f) ]] || fail_test "nothing was kept"
  helper_with CI_JOB_ID=7 -- cleanup
  expect "exit code (stderr: $stderr)" "$status" 0
  expect "what is left" "$(find cache -mindepth 1)" ""
}
