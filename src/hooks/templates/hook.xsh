# For xonsh 0.13 and later. Source it: source hook.xsh
# One Python function makes the aliases, so that no name but its own, private one is left behind. It never uses $(),
# which is shown by $XONSH_TRACE_SUBPROC and can lose output on a busy machine.


def __gitlab_aws_install():
    import re
    import subprocess
    import sys
    import time

    from xonsh.tools import unthreadable

    names = "@VARIABLES@".split()
    region_names = "@REGION_VARIABLES@".split()
    environment = __xonsh__.env
    # What the last login left: it outlives a second sourcing.
    state = getattr(__xonsh__, "_gitlab_aws", None) or {"flags": [], "region": False}
    __xonsh__._gitlab_aws = state

    def take_out():
        for name in names + (region_names if state["region"] else []):
            environment.pop(name, None)
        state["region"] = False

    def complain(message):
        print(f"@PROGRAM@: {message}", file=sys.stderr)

    def renew():
        """Gets credentials with the flags of the last login, or takes the old ones away and returns the exit code."""
        helper = environment.get("GITLAB_AWS_HELPER") or "@PROGRAM@"
        # The only place where the PATH of xonsh, and not of the process it was started from, decides.
        command = __xonsh__.commands_cache.locate_binary(str(helper)) or str(helper)
        try:
            done = subprocess.run(
                [command, "env", "--shell", "@SHELL@", *state["flags"]],
                stdout=subprocess.PIPE,
                env=environment.detype(),
                check=False,
            )
            code, script = done.returncode, done.stdout.decode()
        except OSError as failure:
            complain(failure)
            code, script = (127 if isinstance(failure, FileNotFoundError) else 126), ""
        if code == 0:
            environment.pop("@EXPIRES_AT@", None)
            __xonsh__.execer.exec(script, glbs={}, locs={})
            if re.search(r"^\$AWS_REGION = ", script, re.MULTILINE):
                state["region"] = True
            if "@EXPIRES_AT@" not in environment:
                complain("the helper printed no credentials")
                code = 1
        if code != 0:
            take_out()
        # A process that a signal ended has a negative code here, 128 and the signal's number in a shell.
        return code if code >= 0 else 128 - code

    def fresh():
        expires = str(environment.get("@EXPIRES_AT@", ""))
        if not re.fullmatch("[1-9][0-9]{0,10}", expires):
            return False
        margin = str(environment.get("GITLAB_AWS_REFRESH_MARGIN", ""))
        seconds = int(margin) if re.fullmatch("[0-9]{1,9}", margin) else @MARGIN@
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
