"""What a guide is made of: frozen records, one file per kind, as in content/. Open to every package above."""
