"""What is computed from articles and records: board, figures, wording, timeline."""
