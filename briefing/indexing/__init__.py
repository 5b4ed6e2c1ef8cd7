"""Catalogue and engine of a library, kept in step with the files on disk."""
