"""Forms: records, highlights, tags and articles, made and changed."""
