"""What a guide is made of: frozen records, one file for each kind, as in content/. Open to all above."""
