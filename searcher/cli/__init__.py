"""The terminal: arguments in, printed results out."""
