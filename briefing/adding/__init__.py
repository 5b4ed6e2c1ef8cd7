"""Getting coverage into a library: what is named is found or fetched, stored once, compared."""
