"""briefing: read, search and compare press coverage of a negotiation."""

__version__ = "0.1.0"
