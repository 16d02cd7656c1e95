"""How the reader's weights were made, repeatable: `python -m training.train`."""
