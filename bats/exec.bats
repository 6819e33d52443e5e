# `exec -- COMMAND` and `env -- COMMAND`: the command's own environment, arguments, streams, signals and exit code.

load lib/suite

# Says on the pipe `ready` that it runs, then lives until a signal comes (or for 20 seconds, when none does); the handled
# ones end it with a code of their own.
PATIENT='
const { writeFileSync } = require("node:fs");
const HANDLED = [["SIGTERM", 41], ["SIGINT", 42], ["SIGHUP", 43], ["SIGUSR1", 44], ["SIGUSR2", 45], ["SIGALRM", 46], ["SIGQUIT", 47],
  ["SIGWINCH", 48], ["SIGTSTP", 49], ["SIGCONT", 50], ["SIGABRT", 51], ["SIGVTALRM", 52], ["SIGIO", 53], ["SIGURG", 54]];
for (const [signal, code] of HANDLED)
  if (process.argv.includes(signal)) process.on(signal, () => process.exit(code));
setTimeout(() => process.exit(99), 20_000);
writeFileSync("ready", "ready\n");
'

# start_patient SIGNAL…: starts the helper in the background on a child that handles these signals; sets $job and $helper_pid.
start_patient() {
  local word
  mkfifo ready
  # A session of its own: what is sent to a process in the foreground of the terminal where the tests run counts as typed there.
  as_job -- setsid sh -c 'echo $$ >helper.pid; exec gitlab-aws-credential-helper exec -- node -e "$@"' sh "$PATIENT" x "$@" 3>&- &
  job=$!
  read -r word <ready
  expect "the child's word" "$word" ready
  helper_pid="$(<helper.pid)"
}

# ended: waits for the helper and sets $code.
ended() {
  code=0
  wait "$job" || code=$?
}

@test "exec: the command gets the credentials, and nothing is printed" {
  local words set
  for words in "exec --" "env --" "env"; do
    for set in 0 1; do
      rm -rf cache
      hand_out "${NASTY_KEYS[set]}" "${NASTY_SECRETS[set]}" "${NASTY_TOKENS[set]}"
      # shellcheck disable=SC2086
      helper $words dump set
      expect_run 0 ""
      expect_variable set AWS_ACCESS_KEY_ID "${NASTY_KEYS[set]}"
      expect_variable set AWS_SECRET_ACCESS_KEY "${NASTY_SECRETS[set]}"
      expect_variable set AWS_SESSION_TOKEN "${NASTY_TOKENS[set]}"
      expect_variable set AWS_CREDENTIAL_EXPIRATION "$EXPIRATION"
    done
  done
}

@test "exec: what would win over the credentials is taken out, and the rest of the environment stays" {
  helper_with AWS_PROFILE=stale AWS_DEFAULT_PROFILE=stale AWS_SECURITY_TOKEN=stale AWS_ACCESS_KEY_ID=stale \
    OTHER=$'kept \n' EMPTY= -- exec -- dump set
  expect_run 0 ""
  expect_no_variable set AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SECURITY_TOKEN
  expect_variable set OTHER $'kept \n'
  expect_variable set EMPTY ""
  local value
  variable_of set AWS_ACCESS_KEY_ID
  expect_match AWS_ACCESS_KEY_ID "$value" '^ASIA[A-Z0-9]{16}$'
}

@test "exec: what the helper sets for itself does not reach the command" {
  local before after
  clean -- dump before
  helper exec -- dump after
  expect_run 0 ""
  expect_no_variable after AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED GITLAB_AWS_CREDENTIAL_EXPIRES_AT
  before="$(names_in before)"
  after="$(names_in after | grep -vE '^(AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|CREDENTIAL_EXPIRATION|ENDPOINT_URL_STS)|GITLAB_AWS_(ACCOUNT_ID|IDENTITY_TOKEN)|CI_PROJECT_PATH_SLUG|CI_PIPELINE_ID)$')"
  expect "the names of the other variables" "$after" "$before"
}

# names_in DUMP: without those that every shell sets by itself.
names_in() {
  tr '\n\0' ' \n' <"$1" | sed 's/=.*//' | grep -vE '^(_|PWD|OLDPWD|SHLVL)$' | sort
}

@test "exec: --region is handed on, under both names" {
  helper_with AWS_REGION=us-west-2 -- exec --region eu-central-1 -- dump set
  expect_run 0 ""
  expect_variable set AWS_REGION eu-central-1
  expect_variable set AWS_DEFAULT_REGION eu-central-1
  helper_with AWS_REGION=us-west-2 -- exec -- dump set
  expect_variable set AWS_REGION us-west-2
  expect_no_variable set AWS_DEFAULT_REGION
}

@test "exec: the arguments arrive as they are" {
  local -a words=("" " " "a  b" $'line\nbreak\n' "*" '$HOME' "'\"\`" '\' "--" "--help" "-e" "é😀" "")
  helper exec -- node -e 'process.stdout.write(JSON.stringify(process.argv.slice(1)))' -- "${words[@]}"
  expect "exit code (stderr: $stderr)" "$status" 0
  local wanted
  wanted="$(for word in "${words[@]}"; do printf ',%s' "$(json "$word")"; done)"
  expect "the words" "$output" "[${wanted:1}]"
}

@test "exec: the command's exit code is the helper's" {
  local code
  for code in 0 1 7 125 255; do
    helper exec -- sh -c "exit $code"
    expect "exit code" "$status" "$code"
    expect stderr "$stderr" ""
  done
}

@test "exec: 127 for a command that is not there, 126 for one that cannot be executed" {
  EXPECTED=127 helper exec -- no-such-command
  expect_part stderr "$stderr" no-such-command
  EXPECTED=127 helper exec -- ./no-such-file
  printf 'echo hello\n' >plain
  helper exec -- ./plain
  expect "exit code" "$status" 126
  expect_part stderr "$stderr" plain
  helper exec -- "$BATS_TEST_TMPDIR"
  expect "exit code" "$status" 126
  expect_part stderr "$stderr" "it is a folder"
}

@test "exec: 125 when the helper itself fails, and the command does not run" {
  helper_with GITLAB_AWS_IDENTITY_TOKEN="$(strangers_token)" -- exec -- dump went-on
  expect "exit code" "$status" 125
  expect_part stderr "$stderr" "$AWS_WORDS"
  expect "number of calls" "$(sts_calls)" 1
  helper_with GITLAB_AWS_ACCOUNT_ID=1 -- env -- dump went-on
  expect "exit code" "$status" 125
  helper exec --nosuch -- dump went-on
  expect "exit code" "$status" 125
  helper exec
  expect "exit code" "$status" 125
  expect_no_dump went-on
}

@test "exec: a command that a signal ends has 128 and the signal's number" {
  local pair
  for pair in KILL:137 TERM:143 INT:130 HUP:129 SEGV:139 PIPE:141; do
    helper exec -- sh -c "ulimit -c 0; kill -${pair%:*} \$\$"
    expect "exit code after ${pair%:*}" "$status" "${pair#*:}"
  done
}

for pair in TERM:41 INT:42 HUP:43 USR1:44 USR2:45 ALRM:46 QUIT:47 WINCH:48 TSTP:49 CONT:50 ABRT:51 VTALRM:52 IO:53 URG:54; do
  bats_test_function --description "exec: SIG${pair%:*} reaches the command, whose own exit code is kept" -- \
    forwarded "SIG${pair%:*}" "${pair#*:}"
done

forwarded() {
  local job helper_pid code
  start_patient "$1"
  kill -s "$1" "$helper_pid"
  ended
  expect "exit code" "$code" "$2"
}

# What the helper's parent is told by wait(2), which to a shell is 128 + N.
@test "exec: a signal that ends the command ends the helper" {
  local signal
  for signal in TERM INT HUP KILL USR1 ALRM PIPE; do
    run --separate-stderr as_job -- node -e 'const { status, signal } = require("node:child_process").spawnSync(process.argv[1], process.argv.slice(2));
      console.log(status, signal)' "$PROGRAM" exec -- bash -c "kill -$signal \$\$"
    expect_run 0 "null SIG$signal"
  done
}

# on_terminal COMMAND…: runs it in the background on a terminal of its own, whose keyboard is the descriptor $keys. What it writes
# to the pipe `said` comes from the descriptor $said, which is open for both so that no writer waits and no reader is told of an end.
on_terminal() {
  command -v script >/dev/null || skip "script (util-linux) is not installed"
  mkfifo keyboard said
  exec {keys}<>keyboard {said}<>said
  as_job -- script -qec "echo \$\$ >terminal.pid; $*" /dev/null <keyboard >screen 2>&1 3>&- &
  job=$!
}

# A command that waits for what a failed test does not say any more would keep bats from its end.
teardown() {
  [[ ! -s mounted ]] || umount "$(<mounted)"
  [[ -n ${BATS_TEST_COMPLETED-} || ! -s terminal.pid ]] || kill -s KILL "$(<terminal.pid)" || true
}

# expect_said REGEX: waits for the next line.
expect_said() {
  local word=nothing
  read -r -t "$PATIENCE" word <&"$said" || true
  expect_match "what the command said" "$word" "^($1)\$"
}

@test "exec: what is typed on the terminal reaches the command once, whatever its standard input is" {
  local job keys said code
  # It counts, and says so when it gets the other signal, which the helper forwards after all that came before.
  cat >count.js <<'END'
let count = 0;
const say = (text) => require("node:fs").writeFileSync("said", `${text}\n`);
process.on("SIGINT", () => { count += 1; if (count === 1) say("interrupted"); });
process.on("SIGUSR1", () => process.exit(60 + count));
setTimeout(() => process.exit(99), 20_000);
say("ready");
END
  on_terminal "echo \$\$ >helper.pid; exec $PROGRAM exec -- node count.js </dev/null"
  expect_said ready
  printf '\003' >&"$keys"
  expect_said interrupted
  kill -s USR1 "$(<helper.pid)"
  ended
  expect "exit code: 60 and the number of signals" "$code" 61
}

@test "exec: the shell of a terminal stops and continues the command" {
  local job keys said go code
  mkfifo go
  exec {go}<>go
  cat >session <<END
set -m
$PROGRAM exec -- sh -c 'echo ready >said; read -r word <go; exit 7'
echo \$? >said
fg
exit \$?
END
  on_terminal "exec bash session"
  expect_said ready
  printf '\032' >&"$keys"
  # By SIGTSTP, or by the SIGSTOP with which the helper follows its command.
  expect_said '147|148'
  echo on >&"$go"
  ended
  expect "exit code" "$code" 7
}

# Node gives every signal its default when it starts, before anybody can look.
@test "exec: a signal that the helper's parent ignores is ignored by the command, but with Node" {
  run --separate-stderr as_job -- bash -c "trap '' HUP USR1; exec $PROGRAM exec -- bash -c 'kill -HUP \$\$; kill -USR1 \$\$; echo alive'"
  if [[ $HELPER == *.cjs ]]; then
    expect "exit code" "$status" 129
  else
    expect_run 0 alive
  fi
}

@test "exec: SIGTERM ends a command that does not handle it: 143" {
  local job helper_pid code
  start_patient
  kill -s TERM "$helper_pid"
  ended
  expect "exit code" "$code" 143
}

@test "exec: the command reads stdin" {
  local answer
  answer="$(printf 'one\ntwo\0three' | as_job -- "$PROGRAM" exec -- cat | od -c | head -1)"
  expect "what came through" "$answer" "$(printf 'one\ntwo\0three' | od -c | head -1)"
  run --separate-stderr as_job -- sh -c 'gitlab-aws-credential-helper exec -- cat </dev/null'
  expect_run 0 ""
}

@test "exec: the command has the terminal" {
  command -v script >/dev/null || skip "script (util-linux) is not installed"
  run as_job -- script -qec "$PROGRAM exec -- sh -c 'test -t 0 && test -t 1 && test -t 2 && stty size >/dev/null && echo yes'" /dev/null
  expect "exit code" "$status" 0
  expect "the answer" "${output//$'\r'/}" yes
}

@test "exec: the command reads what is typed on the terminal" {
  command -v script >/dev/null || skip "script (util-linux) is not installed"
  run as_job -- sh -c "printf 'typed\n' | script -qec \"$PROGRAM exec -- sh -c 'read -r word; echo got=\\\$word'\" /dev/null"
  expect_part output "$output" got=typed
}

@test "exec: stdout and stderr are the command's own" {
  helper exec -- sh -c 'printf out; printf err >&2'
  expect "exit code" "$status" 0
  expect stdout "$output" out
  expect stderr "$stderr" err
}

@test "exec: a large output arrives whole" {
  local count
  count="$(as_job -- "$PROGRAM" exec -- head -c 3000000 /dev/zero | wc -c)"
  expect "bytes" "$((count))" 3000000
}

@test "env: the words from the first one on that is no flag belong to the command" {
  helper env --region eu-west-1 sh -c 'printf %s "$AWS_REGION $1"' sh --debug
  expect_run 0 "eu-west-1 --debug"
  helper env -f out -- true
  [[ $status != 0 && ! -e out ]] || fail_test "-f and a command were both accepted"
}

@test "exec: a script's \$0 and a program's own name are those of execvp" {
  mkdir bin
  printf '#!/bin/sh\nprintf %%s "$0"\n' >bin/named
  chmod +x bin/named
  helper exec -- bin/named
  expect_run 0 bin/named
  helper exec -- ./bin/named
  expect_run 0 ./bin/named
  run --separate-stderr as_job -- sh -c "PATH=./bin:\$PATH; exec $PROGRAM exec -- named"
  expect_run 0 ./bin/named
  helper exec -- sh -c 'tr "\000" "|" </proc/$$/cmdline; :'
  expect_part "the command line" "$output" 'sh|-c|tr '
  [[ $output == sh* ]] || fail_test "its name is not as typed: $output"
}

@test "exec: a script without a line that names its interpreter is run by sh, and nothing is said about it" {
  printf 'printf "%%s|" "$0" "$@"; exit 7\n' >plain
  : >empty
  chmod +x plain empty
  helper exec -- ./plain "a b" -e ""
  expect_run 7 "./plain|a b|-e||"
  run --separate-stderr as_job -- sh -c "PATH=.:\$PATH; exec $PROGRAM exec -- plain"
  expect_run 7 "./plain|"
  # As a pipeline starts it: no input, one pipe for both streams, descriptors of somebody else's.
  run as_job CI=true ENV=/no/such/file -- sh -c "exec $PROGRAM exec -- ./plain 5</dev/null 7>/dev/null </dev/null 2>&1"
  expect "what was printed" "$output" "./plain|"
  helper exec -- ./empty
  expect_run 0 ""
}

# refused WORDS COMMAND…: the command cannot be executed, and the message says why.
refused() {
  helper exec -- "${@:2}"
  expect "exit code (stdout: $output, stderr: $stderr)" "$status" 126
  expect stdout "$output" ""
  expect_part stderr "$stderr" "$2 cannot be executed: $1"
}

@test "exec: 126 for what the system refuses to execute, and the reason" {
  printf '#!/no/such/interpreter -x\n' >script
  printf '#!/bin/sh\r\necho hello\r\n' >windows
  printf '#!/etc/passwd\n' >locked
  # An ELF file for a machine that is none, one that is cut off, and something else.
  printf '\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\376\377\1\0\0\0' >foreign
  head -c 100 /dev/zero >>foreign
  head -c 100 "$(command -v sh)" >cut
  printf '\037\213\010\0\0\0echo hello\n' >archive
  chmod +x script windows locked foreign cut archive
  refused 'its interpreter "/no/such/interpreter" was not found' ./script
  refused 'its first line ends as on Windows' ./windows
  [[ -x /etc/passwd ]] || refused 'its interpreter "/etc/passwd" may not be executed' ./locked
  refused 'it is a program for another kind of machine' ./foreign
  refused 'the program is damaged or not whole' ./cut
  refused 'it is neither a program of this system nor a script' ./archive
}

@test "exec: 126 for a file that is still being written" {
  printf '#!/bin/sh\n' >busy
  chmod +x busy
  exec {open}>>busy
  if ./busy 2>/dev/null; then skip "this kernel executes such a file"; fi
  refused 'the file is still being written to' ./busy
  exec {open}>&-
}

@test "exec: 126 for a file system without execution" {
  local folder=$PWD/noexec
  mkdir noexec
  if mount -t tmpfs -o noexec none noexec 2>/dev/null; then
    printf '%s\n' "$folder" >mounted
  elif [[ -w /dev/shm && "$(</proc/mounts)" == *" /dev/shm "*noexec* ]]; then
    folder="$(mktemp -d /dev/shm/exec.XXXXXX)"
  else
    skip "this user may not mount, and /dev/shm is not mounted with noexec"
  fi
  printf '#!/bin/sh\n' >"$folder/script"
  chmod +x "$folder/script"
  refused 'its file system is mounted with noexec' "$folder/script"
  rm "$folder/script"
}

# The runtime has descriptors of its own: none of them may be seen, and what is inherited is to be where it was.
@test "exec: the command inherits open files, and nothing beside them" {
  printf three >three
  printf seven >seven
  printf many >many
  run --separate-stderr as_job -- sh -c "exec $PROGRAM exec -- sh -c 'cat <&3 && cat <&7' 3<three 7<seven"
  expect_run 0 threeseven
  run --separate-stderr as_job -- bash -c "exec 63<many 200<many; exec $PROGRAM exec -- bash -c 'cat <&63 && cat /dev/fd/200'"
  expect_run 0 manymany
  run --separate-stderr as_job -- bash -c "exec $PROGRAM exec -- cat <(printf one) <(printf two)"
  expect_run 0 onetwo
  # The descriptors that ls has, without the helper and with it.
  local files lead
  for files in "" "3<three" "7<seven" "3<three 5<three 9<seven"; do
    for lead in "" "$PROGRAM exec --"; do
      run --separate-stderr as_job -- sh -c "exec $lead ls /proc/self/fd $files </dev/null"
      expect "exit code" "$status" 0
      printf '%s\n' "$output" >"seen${lead:+-with-helper}"
    done
    expect "the descriptors ($files)" "$(<seen-with-helper)" "$(<seen)"
  done
}

@test "exec: make's jobserver reaches the command" {
  local pair
  for pair in 3,4 8,9; do
    # Both ends of one pipe, as make hands them on.
    run --separate-stderr as_job MAKEFLAGS=" -j2 --jobserver-auth=$pair" -- bash -c \
      "printf + | (exec ${pair%,*}<&0 ${pair#*,}>/dev/fd/0 </dev/null; exec $PROGRAM exec -- bash -c 'printf - >&${pair#*,}; head -c 2 <&${pair%,*}')"
    expect "the tokens ($pair, stderr: $stderr)" "$output" "+-"
  done
}

# bytes_of FILE
bytes_of() {
  od -An -tx1 "$1" | tr -d ' \n'
}

@test "exec: variables that are no UTF-8 arrive byte for byte, beside the credentials" {
  as_job V=$'a\xff\xfe\xe2\x82' $'N\xe9=x' a.b=c AWS_PROFILE=$'\xff' OTHER=é -- "$PROGRAM" exec --region eu-west-1 -- env -0 >set 2>err
  expect stderr "$(<err)" ""
  tr '\000' '\n' <set | grep -a '^V=' >value
  expect V "$(bytes_of value)" "563d61fffee2820a"
  tr '\000' '\n' <set | LC_ALL=C grep -a $'^N\xe9=' >value
  expect "a name" "$(bytes_of value)" "4ee93d780a"
  expect_variable set a.b c
  expect_variable set OTHER é
  expect_variable set AWS_REGION eu-west-1
  expect_no_variable set AWS_PROFILE AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED
  local value
  variable_of set AWS_ACCESS_KEY_ID
  expect_match AWS_ACCESS_KEY_ID "$value" '^ASIA[A-Z0-9]{16}$'
  expect "how often the variable is there" "$(tr '\000' '\n' <set | grep -ac '^AWS_SECRET_ACCESS_KEY=')" 1
}

@test "exec: arguments that are no UTF-8 arrive byte for byte" {
  as_job -- "$PROGRAM" exec -- printf '%s|' $'caf\xe9' é "a b" $'\xff\n' "" "'" >printed 2>err
  expect stderr "$(<err)" ""
  expect "the arguments" "$(bytes_of printed)" "636166e97cc3a97c6120627cff0a7c7c277c"
  as_job V=$'\xff' -- "$PROGRAM" exec -- sh -c 'printf "%s" "$V$1"; exit 9' sh $'\xfe' >printed 2>err || expect "exit code" "$?" 9
  expect stderr "$(<err)" ""
  expect "variable and argument" "$(bytes_of printed)" fffe
}
