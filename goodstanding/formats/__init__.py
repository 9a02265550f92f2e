"""Outside files to plain values: every reader returns what it read and the problems it met."""
