"""The pages of a guide as values, rendered by Jinja. Every package above can import from it."""
