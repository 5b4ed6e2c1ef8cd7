"""Views of what was worked out: figures, wording, timeline."""
