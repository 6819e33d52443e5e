# shellcheck shell=bash
# The STS that the tests talk to: started once for each file, on loopback, and told through its control endpoints what to do.

ACCOUNT=123456789012

# What AWS says when the trust policy does not match.
readonly AWS_WORDS="Not authorized to perform sts:AssumeRoleWithWebIdentity"

# Starts the STS and waits for the line in which it says where it is.
start_sts() {
  local ready fifo="$BATS_FILE_TMPDIR/sts-ready"
  mkfifo "$fifo"
  # bats waits for every process that holds its file descriptor 3.
  node "$ROOT/build/embedded-sts/main.js" "$@" >"$fifo" 3>&- &
  STS_PID=$!
  read -r ready <"$fifo"
  STS_URL="$(field url "$ready")"
  STS_TOKEN="$(field token "$ready")"
  [[ -n $STS_URL && -n $STS_TOKEN ]]
  export STS_PID STS_URL STS_TOKEN
}

stop_sts() {
  [[ -z ${STS_PID-} ]] || kill "$STS_PID"
}

# field NAME JSON: a text of an object; none of those here has an escape in it.
field() {
  [[ $2 =~ \"$1\":\"([^\"]*)\" ]] && printf '%s' "${BASH_REMATCH[1]}"
}

# sts METHOD ENDPOINT [JSON]: one request to the control endpoints; prints the answer's body.
sts() {
  local method="$1" endpoint="$2" body="${3-}" connection answer length
  length="$(printf '%s' "$body" | wc -c)"
  exec {connection}<>"/dev/tcp/127.0.0.1/${STS_URL##*:}"
  printf '%s /_control/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s' \
    "$method" "$endpoint" "$length" "$body" >&"$connection"
  answer="$(cat <&"$connection")"
  exec {connection}>&-
  [[ $answer == "HTTP/1.1 200 "* ]] || fail_test "$method $endpoint: $answer" || return
  printf '%s' "${answer#*$'\r\n\r\n'}"
}

# Back to random credentials, no faults, no calls seen.
reset_sts() {
  sts POST reset >/dev/null
}

# token JSON: a token unlike that of the job; the object says in what.
token() {
  field token "$(sts POST token "$1")"
}

# A token that the trust policy refuses.
strangers_token() {
  token '{"projectPath":"other/project"}'
}

# How often credentials were asked for since the last reset.
sts_calls() {
  local answer
  answer="$(sts GET requests)"
  if [[ $answer =~ \"counts\":\{[^}]*\"AssumeRoleWithWebIdentity\":([0-9]+) ]]; then
    printf '%s' "${BASH_REMATCH[1]}"
  else
    printf 0
  fi
}

# hand_out ACCESS_KEY SECRET_KEY SESSION_TOKEN: from now on the STS gives these credentials.
hand_out() {
  sts POST credentials "{\"accessKeyId\":$(json "$1"),\"secretAccessKey\":$(json "$2"),\"sessionToken\":$(json "$3"),\"expiration\":\"$EXPIRATION\"}" >/dev/null
}

readonly EXPIRATION=2038-01-19T03:14:07Z EXPIRES_AT=2147483647

# A JSON string. The values of the tests have no control characters but newlines and tabs.
json() {
  local text="$1"
  text="${text//\\/\\\\}"
  text="${text//\"/\\\"}"
  text="${text//$'\n'/\\n}"
  text="${text//$'\t'/\\t}"
  printf '"%s"' "$text"
}

# as_job [NAME=VALUE…] -- COMMAND…: runs a command with the environment of a job that may log in.
as_job() {
  clean AWS_ENDPOINT_URL_STS="$STS_URL" GITLAB_AWS_ACCOUNT_ID="$ACCOUNT" GITLAB_AWS_IDENTITY_TOKEN="$STS_TOKEN" \
    CI_PROJECT_PATH_SLUG=acme-shop CI_PIPELINE_ID=4711 "$@"
}

# helper WORD…: the helper in a job that may log in; the result as that of `run --separate-stderr`. Where 127 is the right exit code,
# EXPECTED=127 says so: bats takes it for a mistake in the test.
helper() {
  helper_with -- "$@"
}

# helper_with NAME=VALUE… -- WORD…
helper_with() {
  local -a variables=()
  while [[ $1 != -- ]]; do
    variables+=("$1")
    shift
  done
  shift
  run ${EXPECTED:+"-$EXPECTED"} --separate-stderr as_job ${variables[@]+"${variables[@]}"} -- timeout "$PATIENCE" "$PROGRAM" "$@"
}

# run_in_sh TEXT [NAME=VALUE…]: a job's script under `sh -eu`.
run_in_sh() {
  run --separate-stderr as_job "${@:2}" -- timeout "$PATIENCE" sh -euc "$1"
}
