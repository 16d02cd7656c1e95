"""The MCP server, called by the SDK's own client."""

import os
import socket
import sys

import anyio
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters

from vouch.assistant import Assistant
from vouch.integrations.mcp import build_server
from vouch.settings import Settings

QUESTION = "When will the Kingsreach bridge open?"


def connected(assistant: Assistant) -> Client:
    return Client(build_server(assistant))


async def test_the_tools_are_listed_and_change_nothing(assistant: Assistant) -> None:
    async with connected(assistant) as client:
        tools = (await client.list_tools()).tools
    assert {tool.name for tool in tools} >= {"ask", "check", "search", "open_article"}
    assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)


async def test_ask_gives_quotes_that_open_article_confirms(assistant: Assistant) -> None:
    async with connected(assistant) as client:
        reply = (await client.call_tool("ask", {"question": QUESTION})).structured_content
        assert reply is not None
        assert reply["kind"] == "answer"
        for cited in reply["citations"]:
            length = cited["end"] - cited["start"]
            place = {"source": cited["source"], "start": cited["start"], "length": length}
            opened = (await client.call_tool("open_article", place)).structured_content
            assert opened is not None
            assert opened["text"] == cited["quote"]


async def test_a_refusal_is_a_result_and_no_error(assistant: Assistant) -> None:
    async with connected(assistant) as client:
        reply = await client.call_tool("ask", {"question": "What is the capital of Australia?"})
    assert not reply.is_error
    assert reply.structured_content is not None
    assert reply.structured_content["kind"] == "refusal"


async def test_a_claim_is_checked_statement_by_statement(assistant: Assistant) -> None:
    claim = "Priya Halloran has been the chief engineer of the Kingsreach Bridge since 2021."
    async with connected(assistant) as client:
        reply = (await client.call_tool("check", {"claim": claim})).structured_content
    assert reply is not None
    assert reply["kind"] == "check"
    assert reply["verdict"] == "supported"
    assert reply["statements"][0]["citations"]


async def test_search_finds_passages_with_their_places(assistant: Assistant) -> None:
    async with connected(assistant) as client:
        reply = await client.call_tool("search", {"question": QUESTION, "limit": 3})
    assert reply.structured_content is not None
    found = reply.structured_content["passages"]
    assert len(found) == 3
    text = assistant.article(found[0]["source"]).text
    assert text[found[0]["start"] : found[0]["end"]] == found[0]["quote"]


@pytest.mark.parametrize("path", ["../secret.txt", "/etc/passwd", "no-such-article.md"])
async def test_only_indexed_articles_are_opened(assistant: Assistant, path: str) -> None:
    async with connected(assistant) as client:
        reply = await client.call_tool("open_article", {"source": path})
    assert reply.is_error
    assert "No article is indexed" in str(reply.content)


def environment(settings: Settings) -> dict[str, str]:
    return {
        **os.environ,
        "VOUCH_CORPUS_DIR": str(settings.corpus_dir),
        "VOUCH_DATA_DIR": str(settings.data_dir),
    }


async def test_the_command_serves_standard_input(shipped: Settings) -> None:
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "vouch_bot.cli", "mcp"], env=environment(shipped)
    )
    async with Client(command) as client:
        found = await client.call_tool("search", {"question": QUESTION})
    assert found.structured_content is not None
    assert found.structured_content["passages"]


async def test_the_command_serves_http(shipped: Settings) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "vouch_bot.cli", "mcp", "--http", "--port", str(port)]
    async with await anyio.open_process(command, env=environment(shipped)) as process:
        try:
            with anyio.fail_after(300):
                while not await _listens(port):
                    assert process.returncode is None
                    await anyio.sleep(0.2)
            async with Client(f"http://127.0.0.1:{port}/mcp") as client:
                tools = await client.list_tools()
            assert len(tools.tools) >= 3
        finally:
            process.terminate()


async def _listens(port: int) -> bool:
    try:
        await (await anyio.connect_tcp("127.0.0.1", port)).aclose()
    except OSError:
        return False
    return True
