"""Prints HTML files with WeasyPrint; the arguments are a folder for the PDFs, and the files."""

import sys
from pathlib import Path

from weasyprint import HTML  # type: ignore[import-not-found]
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-not-found]

fonts = FontConfiguration()
for name in sys.argv[2:]:
    HTML(name).write_pdf(Path(sys.argv[1], f"{Path(name).stem}.pdf"), font_config=fonts)
