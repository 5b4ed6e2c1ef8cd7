"""The Textual app."""

import os

# An answer that comes just after a frame waits for the next one. Textual reads this once, as it
# is imported; scrolling is not animated here, so that more frames cost nothing by themselves.
os.environ.setdefault("TEXTUAL_FPS", "120")
