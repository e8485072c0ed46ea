"""Reads files into records and reports what doesn't fit. Others import `loader`, `files` and `strings`."""
