"""The pages of a guide as values, rendered by Jinja. `site`, `publish` and `build` import from it."""
