"""Search: the query language, the matcher, and the engines that rank articles."""
