"""What people type: one file per command. Only `__main__` imports from here."""
