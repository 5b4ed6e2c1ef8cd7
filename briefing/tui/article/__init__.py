"""The article: shown, read, marked up and selected from."""
