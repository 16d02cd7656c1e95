"""`vouch mcp`: the Model Context Protocol on standard input or over HTTP."""

from importlib.util import find_spec
from typing import TYPE_CHECKING

from vouch.errors import SettingsError

if TYPE_CHECKING:
    from vouch.settings import Settings


def serve(settings: "Settings", http: bool, host: str, port: int) -> None:
    """Serve until the client closes standard input, or until the process is interrupted.

    Raises SettingsError where the `mcp` package, an extra, is not installed, and StoreError
    where there is no index.
    """
    if find_spec("mcp") is None:
        raise SettingsError(
            "The MCP server needs a package that is not installed.",
            "Install it from the checkout: pip install -e '.[mcp]'",
        )
    from vouch.assistant import Assistant
    from vouch.integrations.mcp import build_server

    assistant = Assistant.from_settings(settings)
    assistant.warm_up()
    server = build_server(assistant)
    if http:
        server.run("streamable-http", host=host, port=port)
    else:
        server.run("stdio")
