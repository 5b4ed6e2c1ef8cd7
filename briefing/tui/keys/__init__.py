"""What a key does: the table of actions, and the keys that a user has instead."""
