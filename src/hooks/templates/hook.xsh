# For xonsh 0.13 and later. Source it: source hook.xsh
# One Python function makes the aliases, so that no name but its own, private one is left behind. It never uses $(),
# which is shown by $XONSH_TRACE_SUBPROC and can lose output on a busy machine.


def __gitlab_aws_install():
    import re
    import subprocess
    import sys
    import time
    from builtins import FileNotFoundError, OSError, getattr, int, isinstance, list, print, str

    from xonsh.tools import unthreadable

    names = "@VARIABLES@".split()
    region_names = "@REGION_VARIABLES@".split()
    environment = __xonsh__.env
    # What the last login left: it outlives a second sourcing.
    state = getattr(__xonsh__, "_gitlab_aws", None) or {"flags": [], "region": False, "pause": None}
    __xonsh__._gitlab_aws = state

    def take_out():
        for name in names + (region_names if state["region"] else []):
            environment.pop(name, None)
        state["region"] = False
        state["pause"] = None

    def complain(message):
        print(f"@PROGRAM@: {message}", file=sys.stderr)

    def margin():
        given = str(environment.get("GITLAB_AWS_REFRESH_MARGIN", ""))
        return int(given) if re.fullmatch("[0-9]{1,9}", given) else @MARGIN@

    def left():
        """How many seconds the credentials still live, or 0."""
        expires = str(environment.get("@EXPIRES_AT@", ""))
        return int(expires) - int(time.time()) if re.fullmatch("[1-9][0-9]{0,10}", expires) else 0

    def ask():
        """The helper's exit code and script. It gets the margin: its cache would else hand out what the hook wants renewed."""
        helper = environment.get("GITLAB_AWS_HELPER") or "@PROGRAM@"
        # The only place where the PATH of xonsh, and not of the process it was started from, decides.
        command = __xonsh__.commands_cache.locate_binary(str(helper)) or str(helper)
        try:
            done = subprocess.run(
                [command, "env", "--shell", "@SHELL@", *state["flags"]],
                stdout=subprocess.PIPE,
                env={**environment.detype(), "GITLAB_AWS_REFRESH_MARGIN": str(margin())},
                check=False,
            )
        except OSError as failure:
            complain(failure)
            return 127 if isinstance(failure, FileNotFoundError) else 126, ""
        # A process that a signal ended has a negative code here, 128 and the signal's number in a shell.
        code = done.returncode
        return code if code >= 0 else 128 - code, done.stdout.decode()

    def renew(keep):
        """Gets credentials with the flags of the last login, or takes the old ones away and returns the exit code.

        Those of a refresh stay while they are good.
        """
        code, script = ask()
        if code == 0:
            if re.search(r"^\$@EXPIRES_AT@ = ", script, re.MULTILINE):
                __xonsh__.execer.exec(script, glbs={}, locs={})
                if re.search(r"^\$AWS_REGION = ", script, re.MULTILINE):
                    state["region"] = True
            else:
                complain("the helper printed no credentials")
                code = 1
        seconds = left()
        if code != 0:
            if not keep or seconds <= 0:
                take_out()
                return code
            complain(f"the old credentials stay in use: they are good for {seconds} more seconds")
        state["pause"] = None if seconds > margin() else (environment.get("@EXPIRES_AT@"), seconds // 2)
        return 0

    def fresh():
        """Whether the credentials live longer than the margin, or it is not yet worth while to ask again.

        When they had less than the margin left the last time the helper ran, that is when half of it is over.
        """
        seconds = left()
        if seconds > margin():
            return True
        expires, half = state["pause"] or (None, 0)
        return expires is not None and expires == environment.get("@EXPIRES_AT@") and seconds > half

    @unthreadable
    def login(args):
        state["flags"] = list(args)
        return renew(keep=False)

    @unthreadable
    def refresh(args):
        if fresh():
            return 0
        # With other flags the old credentials are somebody else's.
        keep = not args or list(args) == state["flags"]
        if args:
            state["flags"] = list(args)
        return renew(keep)

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
