"""Nothing: the start-up of the interpreter alone."""
