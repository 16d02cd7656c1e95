"""A real Chroma server on loopback."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx


class RunningChroma:
    """`chroma run` in a process of its own, over a folder; it can be stopped and started."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        command = Path(sys.executable).with_name("chroma")
        where = ["--host", "127.0.0.1", "--port", str(self._port), "--path", str(self._folder)]
        self._process = subprocess.Popen(
            [str(command), "run", *where], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + 30
        while True:
            try:
                httpx.get(f"{self.url}/api/v2/heartbeat").raise_for_status()
            except httpx.HTTPError:
                assert time.monotonic() < until
                assert self._process.poll() is None
                time.sleep(0.1)
            else:
                return

    def hang(self) -> None:
        """Accept connections and answer nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()
