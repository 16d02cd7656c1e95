"""The connection to a Chroma server."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from vouch.errors import SettingsError
from vouch.index.errors import IndexDamagedError, ServerAwayError, ServerRefusedError
from vouch.settings import Settings

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

_SECONDS = 5.0
"""How long the server may take for one request of somebody who waits for an answer."""

_WRITING_SECONDS = 60.0
"""How long it may take for one request of a writer."""

_PROBE_S = 1.0
"""How often a server that did not answer is asked whether it is back."""

_PATIENT: ContextVar[bool] = ContextVar("patient", default=False)


class ChromaServer:
    """A Chroma server, or Chroma Cloud; connected at the first use. For several threads."""

    def __init__(self, settings: Settings) -> None:
        self.url = (settings.chroma_url or "").rstrip("/")
        address = urlsplit(self.url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise SettingsError(
                f"VOUCH_CHROMA_URL is no address of a server: {self.url}.",
                "Set it to something like http://localhost:8000.",
            )
        self._host, self._tls = address.hostname, address.scheme == "https"
        self._port = address.port or (443 if self._tls else 8000)
        self._settings = settings
        self._connecting = threading.Lock()
        self._client: ClientAPI | None = None
        self._hanging: ServerAwayError | None = None

    @contextmanager
    def patient(self) -> Iterator[None]:
        """Give the server the time that a writer has, in this thread."""
        token = _PATIENT.set(True)
        try:
            yield
        finally:
            _PATIENT.reset(token)

    def client(self) -> "ClientAPI":
        """The connection. Use it inside `named`."""
        with self._connecting:
            if self._client is None:
                self._client = self._connect()
            return self._client

    def _connect(self) -> "ClientAPI":
        # chromadb connects without a time limit: ask first whether anybody is there
        self._heartbeat()
        import chromadb
        from chromadb.config import DEFAULT_DATABASE, DEFAULT_TENANT
        from chromadb.config import Settings as ChromaSettings

        key = self._settings.chroma_api_key
        with self._refusal_named():
            client = chromadb.HttpClient(
                host=self._host,
                port=self._port,
                ssl=self._tls,
                headers={"x-chroma-token": key.get_secret_value()} if key else None,
                settings=ChromaSettings(anonymized_telemetry=False),
                tenant=self._settings.chroma_tenant or DEFAULT_TENANT,
                database=self._settings.chroma_database or DEFAULT_DATABASE,
            )
            client.count_collections()  # asks for the database, which connecting does not
        session = getattr(getattr(client, "_server", None), "_session", None)
        if isinstance(session, httpx.Client):
            session.event_hooks = {"request": [_limit_time]}
        return client

    def _heartbeat(self) -> None:
        httpx.get(f"{self.url}/api/v2/heartbeat", timeout=_SECONDS).raise_for_status()

    def _hangs(self, error: ServerAwayError) -> None:
        """Until the server answers again, every request fails at once."""
        self._hanging = error

        def probe() -> None:
            while True:
                time.sleep(_PROBE_S)
                with suppress(httpx.HTTPError):
                    self._heartbeat()
                    self._hanging = None
                    return

        threading.Thread(target=probe, name="vouch-probing", daemon=True).start()

    @contextmanager
    def _refusal_named(self) -> Iterator[None]:
        """What a server raises that is there, but does not let these settings in."""
        from chromadb.errors import AuthorizationError, NotFoundError

        try:
            yield
        except (AuthorizationError, NotFoundError, ValueError) as error:
            if "could not connect" in str(error).lower():
                raise
            raise ServerRefusedError(self.url, error) from None

    @contextmanager
    def named(self) -> Iterator[None]:
        """What the connection raises becomes ServerAwayError, or IndexDamagedError."""
        if self._hanging is not None:
            raise self._hanging
        try:
            yield
        except httpx.TimeoutException as error:
            away = ServerAwayError(self.url, error)
            self._hangs(away)
            raise away from error
        except (httpx.HTTPError, ConnectionError) as error:
            raise ServerAwayError(self.url, error) from error
        except ValueError as error:  # chromadb's word for a server that it cannot reach
            if "connect" in str(error).lower():
                raise ServerAwayError(self.url, error) from error
            raise
        except Exception as error:
            from chromadb.errors import AuthorizationError, ChromaError, NotFoundError

            if isinstance(error, NotFoundError):
                raise IndexDamagedError(f"a collection is gone at {self.url} ({error})") from error
            if isinstance(error, AuthorizationError | ChromaError):
                raise ServerAwayError(self.url, error) from error
            raise


def _limit_time(request: httpx.Request) -> None:
    seconds = _WRITING_SECONDS if _PATIENT.get() else _SECONDS
    request.extensions = {
        **request.extensions,
        "timeout": dict.fromkeys(("connect", "read", "write", "pool"), seconds),
    }
