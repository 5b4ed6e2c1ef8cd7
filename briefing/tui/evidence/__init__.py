"""The panes beside the article: evidence, highlights, suggestions."""
