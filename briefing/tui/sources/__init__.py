"""The list of the library’s sources."""
