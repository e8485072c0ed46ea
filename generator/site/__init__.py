"""Turns pages into a MkDocs project, and that into HTML.

`build` imports its steps; `publish` imports `scripts`, `assets` and `search_index`.
"""
