"""What every pane builds on: texts as rows of cells, places, threads for one purpose."""
