"""The board: demands against demands."""
