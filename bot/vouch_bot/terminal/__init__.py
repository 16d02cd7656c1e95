"""The terminal: replies, the chat, progress bars and traces drawn with rich."""
