# gitlab-aws-credential-helper: gitlab_aws_login, gitlab_aws_refresh and gitlab_aws_logout for the running shell.
# Generated from src/hooks/templates/hook.xsh by scripts/generate-hooks.mjs: change it there.
# For xonsh 0.13 and later. Source it: source hook.xsh
# One Python function makes the aliases, so that no name but its own, private one is left behind. It never uses $(),
# which is shown by $XONSH_TRACE_SUBPROC and can lose output on a busy machine.


def __gitlab_aws_install():
    import re
    import subprocess
    import sys
    import time

    from xonsh.tools import unthreadable

    names = "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION GITLAB_AWS_CREDENTIAL_EXPIRES_AT".split()
    region_names = "AWS_REGION AWS_DEFAULT_REGION".split()
    environment = __xonsh__.env
    # What the last login left: it outlives a second sourcing.
    state = getattr(__xonsh__, "_gitlab_aws", None) or {"flags": [], "region": False}
    __xonsh__._gitlab_aws = state

    def take_out():
        for name in names + (region_names if state["region"] else []):
            environment.pop(name, None)
        state["region"] = False

    def complain(message):
        print(f"gitlab-aws-credential-helper: {message}", file=sys.stderr)

    def renew():
        """Gets credentials with the flags of the last login, or takes the old ones away and returns the exit code."""
        helper = environment.get("GITLAB_AWS_HELPER") or "gitlab-aws-credential-helper"
        # The only place where the PATH of xonsh, and not of the process it was started from, decides.
        command = __xonsh__.commands_cache.locate_binary(str(helper)) or str(helper)
        try:
            done = subprocess.run(
                [command, "env", "--shell", "xonsh", *state["flags"]],
                stdout=subprocess.PIPE,
                env=environment.detype(),
                check=False,
            )
            code, script = done.returncode, done.stdout.decode()
        except OSError as failure:
            complain(failure)
            code, script = (127 if isinstance(failure, FileNotFoundError) else 126), ""
        if code == 0:
            environment.pop("GITLAB_AWS_CREDENTIAL_EXPIRES_AT", None)
            __xonsh__.execer.exec(script, glbs={}, locs={})
            if re.search(r"^\$AWS_REGION = ", script, re.MULTILINE):
                state["region"] = True
            if "GITLAB_AWS_CREDENTIAL_EXPIRES_AT" not in environment:
                complain("the helper printed no credentials")
                code = 1
        if code != 0:
            take_out()
        # A process that a signal ended has a negative code here, 128 and the signal's number in a shell.
        return code if code >= 0 else 128 - code

    def fresh():
        expires = str(environment.get("GITLAB_AWS_CREDENTIAL_EXPIRES_AT", ""))
        if not re.fullmatch("[1-9][0-9]{0,10}", expires):
            return False
        margin = str(environment.get("GITLAB_AWS_REFRESH_MARGIN", ""))
        seconds = int(margin) if re.fullmatch("[0-9]{1,9}", margin) else 300
        return int(expires) - int(time.time()) > seconds

    @unthreadable
    def login(args):
        state["flags"] = list(args)
        return renew()

    @unthreadable
    def refresh(args):
        if fresh():
            return 0
        if args:
            state["flags"] = list(args)
        return renew()

    @unthreadable
    def logout(args):
        take_out()
        state["flags"] = []
        return 0

    aliases["gitlab_aws_login"] = login
    aliases["gitlab_aws_refresh"] = refresh
    aliases["gitlab_aws_logout"] = logout


__gitlab_aws_install()
del __gitlab_aws_install
