"""Runs a program in a pseudo terminal of its own."""
import fcntl
import os
import pty
import struct
import termios


def start(columns: int, rows: int, command: list[str]) -> tuple[int, int]:
    """The terminal's file descriptor and the program's process id."""
    terminal, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    pid = os.fork()
    if pid == 0:
        os.close(terminal)
        os.setsid()
        fcntl.ioctl(inner, termios.TIOCSCTTY, 0)
        for descriptor in (0, 1, 2):
            os.dup2(inner, descriptor)
        os.execvp(command[0], command)
    os.close(inner)
    return terminal, pid
