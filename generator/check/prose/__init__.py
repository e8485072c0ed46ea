"""What could be worded better: spelling, phrases and reading grade. Only `check` imports from it."""
