"""`python -m vouch` runs the command."""

from importlib import import_module

import_module("vouch_bot.cli").main()
