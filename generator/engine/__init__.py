"""Caches, processes and files: it knows nothing of guides. Open to all above."""
