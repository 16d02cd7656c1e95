"""What is known of a language: tokens, sentences, names, numbers, times and answer types."""
