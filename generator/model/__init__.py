"""What a guide is made of: frozen records, one file per kind, as in content/. Open to every package above."""

import os

# Otherwise pydantic reads the descriptions of all installed packages, for plugins that could change records.
os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
