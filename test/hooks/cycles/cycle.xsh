# The life of the xonsh hook: log in, use, refresh, fail, log out. Prints ok when all went as it should.
import os
import subprocess
import sys
import time

STUB = ${...}["STUB"]


def die(message):
    print(message, file=sys.stderr)
    os._exit(99)


def same(what, got, wanted):
    if got != wanted:
        die(f"{what} is <{got}> instead of <{wanted}>")


def noted():
    with open(f"{STUB}/calls") as file:
        return file.read().splitlines()


def calls(after, wanted):
    same(f"number of calls after {after}", len(noted()), wanted)


def last_call(after, wanted):
    same(f"last call after {after}", noted()[-1], f"[env][--shell][xonsh]{wanted}")


def answer(code):
    with open(f"{STUB}/code", "w") as file:
        file.write(f"{code}\n")


def near(seconds):
    $GITLAB_AWS_CREDENTIAL_EXPIRES_AT = str(int(time.time()) + seconds)


def child(name):
    return subprocess.run(["printenv", name], stdout=subprocess.PIPE, text=True, env=${...}.detype()).stdout.strip() or "none"


def gone(after):
    for name in "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION GITLAB_AWS_CREDENTIAL_EXPIRES_AT".split():
        same(f"{name} after {after}", child(name), "none")


source @(${...}["HOOK"])
gitlab_aws_logout
calls("logout without login", 0)

$AWS_PROFILE = "stale"
gitlab_aws_login --role-name "it's  a 'role' $(touch pwned) *" --region eu-central-1 ""
calls("login", 1)
last_call("login", "[--role-name][it's  a 'role' $(touch pwned) *][--region][eu-central-1][]")
same("key", child("AWS_ACCESS_KEY_ID"), "ASIAIOSFODNN7EXAMPLE")
same("secret", child("AWS_SECRET_ACCESS_KEY"), "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY=")
same("expiry", child("GITLAB_AWS_CREDENTIAL_EXPIRES_AT"), "2147483647")
same("region", child("AWS_REGION"), "eu-central-1")
same("profile", child("AWS_PROFILE"), "none")

source @(${...}["HOOK"])
gitlab_aws_refresh
gitlab_aws_refresh --other
calls("refresh while fresh", 1)
near(290)
gitlab_aws_refresh
calls("refresh near the expiry", 2)
last_call("refresh", "[--role-name][it's  a 'role' $(touch pwned) *][--region][eu-central-1][]")
same("expiry", child("GITLAB_AWS_CREDENTIAL_EXPIRES_AT"), "2147483647")
near(310)
gitlab_aws_refresh
calls("refresh before the margin", 2)
$GITLAB_AWS_REFRESH_MARGIN = 320
gitlab_aws_refresh
calls("refresh with a wider margin", 3)
near(100)
$GITLAB_AWS_REFRESH_MARGIN = "60"
gitlab_aws_refresh
calls("refresh with a narrower margin", 3)
for margin in ["$(touch pwned)", "-1", "1 2", "99999999999999999999"]:
    $GITLAB_AWS_REFRESH_MARGIN = margin
    near(310)
    gitlab_aws_refresh
    calls(f"refresh with the margin {margin}", 3)
del $GITLAB_AWS_REFRESH_MARGIN
count = 3
for expiry in ["", "$(touch pwned)", "0x7fffffff", "08999999999", "2147483647 ", "2147483647\n", "99999999999999999999", "-5", str(int(time.time()) - 10)]:
    $GITLAB_AWS_CREDENTIAL_EXPIRES_AT = expiry
    gitlab_aws_refresh
    count += 1
    calls(f"refresh with the expiry <{expiry}>", count)
if os.path.exists("pwned"):
    die("something was run as code")

near(0)
gitlab_aws_refresh -r other
last_call("refresh with flags", "[-r][other]")
near(0)
gitlab_aws_refresh
last_call("the next refresh", "[-r][other]")

answer(5)
code = !(gitlab_aws_login --role-arn x).rtn
same("exit code of a failed login", code, 5)
gone("a failed login")
same("region after a failed login", child("AWS_REGION"), "none")
code = !(gitlab_aws_refresh).rtn
same("exit code of a failed refresh", code, 5)
last_call("refresh after a failed login", "[--role-arn][x]")
answer(0)

$AWS_REGION = "mine"
gitlab_aws_login
gitlab_aws_logout
gone("logout")
same("the user's region", $AWS_REGION, "mine")
gitlab_aws_logout
gitlab_aws_login --region=x
gitlab_aws_logout
gone("logout")
same("our region", child("AWS_REGION") + child("AWS_DEFAULT_REGION"), "nonenone")
gitlab_aws_refresh
last_call("refresh after logout", "")
print("ok")
