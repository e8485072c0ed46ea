"""Changes PDFs after they're typeset: form fields, tags, merging. For `paper` and `downloads`."""
