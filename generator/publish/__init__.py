"""Finishes the built site and swaps it in, whole or not at all. `build` imports its steps."""
