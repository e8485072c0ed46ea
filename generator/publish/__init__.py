"""Finishes the built site and swaps it in, completely or not at all. `build` imports its steps."""
