"""Lists, panels and fields that several panes are made of."""
