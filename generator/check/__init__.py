"""The rules that a guide has to follow, as generators of problems.

`build` and `cli` import `check.check`, which runs all of them; nothing else is for others.
"""
