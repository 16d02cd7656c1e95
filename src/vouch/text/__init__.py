"""Text in English: tokens, names, numbers, dates, periods and answer types."""
