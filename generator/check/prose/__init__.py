"""The rules about wording: spelling, phrases and reading grade. Only `check` imports from it."""
