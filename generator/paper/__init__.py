"""Typesets a worksheet for one paper size in one edition, as PDF or pictures. For `downloads` and `build`."""
