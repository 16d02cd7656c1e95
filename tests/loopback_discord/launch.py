"""`vouch` in a process of its own, with discord.py pointed at a loopback Discord.

    python -m tests.loopback_discord.launch API GATEWAY COMPRESSION ARGUMENT...

COMPRESSION is `zlib-stream`, or `any` for what discord.py chooses by itself.
"""

import sys


def main() -> None:
    api, gateway, compression, *arguments = sys.argv[1:]
    if compression == "zlib-stream":
        sys.modules["zstandard"] = None  # type: ignore[assignment]
    from tests.loopback_discord.pointing import pointed

    sys.argv = ["vouch", *arguments]
    with pointed(api, gateway):
        from vouch_bot.cli import main as vouch

        vouch()


if __name__ == "__main__":
    main()
