"""The Textual app."""

import os

# An answer that comes just after a frame waits for the next one. Textual reads this once, as it
# is imported. What does not change is not painted, however many frames there might be.
os.environ.setdefault("TEXTUAL_FPS", "120")
