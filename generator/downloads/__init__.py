"""Makes every file that readers can download, reusing unchanged ones.

`build` and `cli` import `sheets`; `publish` imports `archive`, since the offline edition is a ZIP, too.
"""
