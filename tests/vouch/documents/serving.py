"""A web server on loopback, for tests to fetch from."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Body = bytes | Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """What the server sends: for each path a status, headers and a body, or what writes one."""

    port: int = 0
    pages: dict[str, tuple[int, dict[str, str], Body]] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    def put(
        self, path: str, body: Body, content_type: str | None = "text/html", **headers: str
    ) -> str:
        """Serves a body at the path; its address."""
        typed = {"Content-Type": content_type} if content_type else {}
        self.pages[path] = (200, typed | {k.replace("_", "-"): v for k, v in headers.items()}, body)
        return self.url(path)

    def redirect(self, path: str, to: str) -> str:
        """Redirects from the path; its address."""
        self.pages[path] = (302, {"Location": to}, b"")
        return self.url(path)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@contextmanager
def serving() -> Iterator[Site]:
    """A running server, reachable at every loopback address of IPv4."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = str(self.connection.getsockname()[0])
            site.asked.append((host, self.headers.get("Host", ""), self.path))
            status, headers, body = site.pages.get(self.path, (404, {}, b"none"))
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if isinstance(body, bytes):
                    if "Content-Length" not in headers:
                        self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                else:
                    body(self)
            except OSError:
                return  # the client cut it off

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("0.0.0.0", 0), Handler)
    server.daemon_threads = True
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
