"""From nouns to text: markdown, JSON, CSV; and one safe writer."""
