"""A signal that arrives inside a finalizer, where Python drops what it raises."""

import signal
import subprocess
import sys

import pytest

IN_A_FINALIZER = """
import os, sys, time
from vouch_bot.terminal.ending import leave_when_told

class Held:
    def __del__(self):
        os.kill(os.getpid(), int(sys.argv[1]))

leave_when_told()
try:
    Held()
    time.sleep(60)
    print("went on")
finally:
    print("cleaned up")
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_inside_a_finalizer_still_ends(number: signal.Signals) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", IN_A_FINALIZER, str(int(number))],
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (128 + number, "cleaned up\n", "")


def test_a_command_that_ends_before_the_signal_comes_again_ends_with_its_code() -> None:
    ends_at_once = """
import os, sys, weakref
from vouch_bot import cli

class Held:
    pass

def app(arguments):
    held = Held()
    weakref.finalize(held, os.kill, os.getpid(), 15)
    del held
    sys.exit(0)

cli.app = app
cli.main()
"""
    ended = subprocess.run(
        [sys.executable, "-c", ends_at_once],
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (128 + 15, "", "")


def test_what_is_being_removed_is_removed_to_the_end() -> None:
    removes = """
import os, shutil, sys, time
from vouch_bot.terminal.ending import leave_when_told

class Slow:
    def __enter__(self): return self
    def __exit__(self, *_):
        os.kill(os.getpid(), 15)
        time.sleep(0.01)
        print("removed")

leave_when_told()
with Slow():
    pass
time.sleep(60)
"""
    ended = subprocess.run(
        [sys.executable, "-c", removes], capture_output=True, text=True, timeout=50, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (128 + 15, "removed\n", "")
