"""Makes every file that readers can download, reusing unchanged ones. `build` and `cli` import `sheets`."""
