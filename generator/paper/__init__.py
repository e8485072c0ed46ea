"""Typesets a worksheet for one paper size in one edition, as a PDF or pictures. For `downloads` and `build`."""
