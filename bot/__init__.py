"""The faces: what a person touches."""
