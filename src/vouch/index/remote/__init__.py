"""The index on a shared Chroma server."""
