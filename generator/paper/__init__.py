"""Typesets a worksheet for one paper size in one edition, as PDF or pictures.

`downloads` makes files with it. `pages` imports the list of `fillable_fields`, `site` the typesetting for its
cards, and `cli` asks which characters can be printed.
"""
