"""What people type: one file for each command. Only `__main__` imports from it."""
