"""What is done to a PDF once it is typeset: form fields, tags, merging. For `paper` and `downloads`."""
