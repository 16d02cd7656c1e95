"""The interfaces: the `vouch` command, the chat and the Discord bot."""
