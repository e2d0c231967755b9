"""Runs a program in a pseudo terminal of its own and says after how many milliseconds it had drawn a text; then ends it.

usage: first-paint.py TEXT COLUMNS ROWS PROGRAM [ARGUMENT ...]
"""
import os
import select
import signal
import sys
import time

from pty_program import start

LIMIT_S = 20


def end(terminal: int, pid: int) -> None:
    """In the regular way, so that the program keeps what it keeps for its next start; what it still draws must be read."""
    os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + 5
    while os.waitpid(pid, os.WNOHANG) == (0, 0):
        if time.monotonic() > until:
            os.kill(pid, signal.SIGKILL)
        if select.select([terminal], [], [], 0.05)[0]:
            try:
                os.read(terminal, 65536)
            except OSError:
                time.sleep(0.01)


def main() -> int:
    wanted, columns, rows = sys.argv[1].encode(), int(sys.argv[2]), int(sys.argv[3])
    command = sys.argv[4:]
    started = time.monotonic()
    terminal, pid = start(columns, rows, command)
    drawn = b""
    painted = None
    while painted is None and time.monotonic() < started + LIMIT_S:
        readable, _, _ = select.select([terminal], [], [], 1)
        if not readable:
            continue
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        drawn += data
        if wanted in drawn:
            painted = time.monotonic()
    end(terminal, pid)
    if painted is None:
        sys.stderr.write(f"{wanted!r} was never drawn; what was: {drawn[-2000:]!r}\n")
        return 1
    print(f"{(painted - started) * 1000:.3f}")
    return 0


sys.exit(main())
