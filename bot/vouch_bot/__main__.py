"""`python -m vouch_bot` runs the command."""

from vouch_bot.cli import main

main()
