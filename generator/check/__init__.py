"""The rules that a guide has to follow, as generators of problems."""
