"""Caches, worker processes and files; knows nothing about guides. Every package above can import from it."""
