"""The documentation of the functions, generated from their declarations and real answers."""
