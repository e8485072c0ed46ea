"""Typesets a worksheet for one paper size in one edition, as PDF or pictures.

`downloads` makes files with it; `pages` imports the list of `fillable_fields`, `site` draws cards with its typesetting, and `cli` asks it which
characters can be printed.
"""
