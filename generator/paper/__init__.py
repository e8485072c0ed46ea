"""One sheet, on one paper, in one edition: a PDF or pictures. Only `downloads` and `build` import it."""
