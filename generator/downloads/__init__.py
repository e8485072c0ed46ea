"""Makes every file to take away, keeping what did not change. `build` and `cli` import `sheets`."""
