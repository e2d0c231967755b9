"""Runs a program in a pseudo terminal of its own, presses keys and measures what it draws.

usage: terminal.py COLUMNS ROWS PROGRAM [ARGUMENT ...]

Reads one JSON object a line from stdin and answers each with one on stdout:
  {"do": "wait", "text": T, "limitS": S}          until T has been drawn
  {"do": "press", "keys": K, "times": N, "until": T, "limitS": S}   presses K again and again, until T has been drawn
  {"do": "type", "letters": N, "gapMs": G}        types letters one by one; how long each took to be painted
  {"do": "listen", "seconds": S}                  what is written meanwhile
  {"do": "end"}
"""
import json
import os
import select
import signal
import sys
import time

from pty_program import start

FRAME = b"\x1b[?2026h"
CLEARS = (b"\x1b[2J", b"\x1b[3J", b"\x1b[H\x1b[J", b"\x1b[H\x1b[0J")
# No message, no word of the screen and no sequence has any of these, and only what has changed of a line is drawn.
LETTERS = "zqjxvkzjqvxkqzvjkx"
PAINT_LIMIT_S = 3


class Terminal:
    def __init__(self, columns: int, rows: int, command: list[str]) -> None:
        self.fd, self.pid = start(columns, rows, command)

    def read(self, seconds: float) -> bytes:
        if not select.select([self.fd], [], [], max(0, seconds))[0]:
            return b""
        try:
            return os.read(self.fd, 65536)
        except OSError as error:
            raise SystemExit("the program has ended") from error

    def write(self, keys: str) -> None:
        os.write(self.fd, keys.encode())

    def until(self, text: bytes, seconds: float) -> tuple[bytes, float]:
        """What was drawn until the text was, and how many seconds that took."""
        drawn = b""
        started = time.monotonic()
        while text not in drawn:
            left = started + seconds - time.monotonic()
            if left <= 0:
                raise SystemExit(f"{text!r} was never drawn; what was: {drawn[-1500:]!r}")
            drawn += self.read(left)
        return drawn, time.monotonic() - started

    def listen(self, seconds: float) -> bytes:
        drawn = b""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            drawn += self.read(left)
        return drawn


def counts(drawn: bytes) -> dict:
    return {
        "bytes": len(drawn),
        "frames": drawn.count(FRAME),
        "clears": sum(drawn.count(clear) for clear in CLEARS),
    }


def typed(terminal: Terminal, letters: int, gap_s: float) -> dict:
    """Drafts of some letters each, so that they stay on one line; none is sent."""
    took, drawn, sizes, lost = [], b"", [], 0
    while len(took) + lost < letters:
        for letter in LETTERS:
            terminal.write(letter)
            started = time.monotonic()
            painted, since = None, b""
            while (left := started + gap_s - time.monotonic()) > 0 or (
                painted is None and time.monotonic() < started + PAINT_LIMIT_S
            ):
                since += terminal.read(left if left > 0 else 0.05)
                if painted is None and letter.encode() in since:
                    painted = time.monotonic() - started
            drawn += since
            sizes.append(len(since))
            if painted is None:
                lost += 1
            else:
                took.append(painted * 1000)
        terminal.write("\x15")
        drawn += terminal.listen(0.2)
    return {"tookMs": took, "lost": lost, "sizes": sizes, **counts(drawn)}


def end(terminal: Terminal) -> None:
    os.kill(terminal.pid, signal.SIGTERM)
    until = time.monotonic() + 5
    while os.waitpid(terminal.pid, os.WNOHANG) == (0, 0):
        if time.monotonic() > until:
            os.kill(terminal.pid, signal.SIGKILL)
        try:
            terminal.read(0.05)
        except SystemExit:
            time.sleep(0.01)


def obey(terminal: Terminal, ask: dict) -> dict:
    match ask["do"]:
        case "wait":
            drawn, took = terminal.until(ask["text"].encode(), ask["limitS"])
            return {"tookMs": took * 1000, **counts(drawn)}
        case "press":
            started = time.monotonic()
            wanted, recent = ask["until"].encode(), b""
            while wanted not in recent:
                if time.monotonic() > started + ask["limitS"]:
                    raise SystemExit(f"{wanted!r} was never drawn; what was: {recent[-1500:]!r}")
                for _ in range(ask["times"]):
                    terminal.write(ask["keys"])
                recent = recent[-65536:] + terminal.until(FRAME, 5)[0] + terminal.listen(0.02)
            return {"tookMs": (time.monotonic() - started) * 1000}
        case "type":
            return typed(terminal, ask["letters"], ask["gapMs"] / 1000)
        case "listen":
            return counts(terminal.listen(ask["seconds"]))
    raise SystemExit(f"unknown: {ask}")


def main() -> None:
    terminal = Terminal(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
    print(json.dumps({"pid": terminal.pid}), flush=True)
    try:
        for line in sys.stdin:
            ask = json.loads(line)
            if ask["do"] == "end":
                break
            print(json.dumps(obey(terminal, ask)), flush=True)
    finally:
        end(terminal)


main()
