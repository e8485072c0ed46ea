"""Reads files into records and reports what does not fit. Others import `loader` and `strings`."""
