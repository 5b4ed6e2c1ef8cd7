"""How a file becomes an Article: one small module per format, one that chooses."""
