"""The collection, the lexicon and the ledger, and the sync that keeps them equal to the corpus."""
