"""Loads all that a build needs, for the server in `processes`."""

from importlib import import_module
from pkgutil import walk_packages

import generator

for module in walk_packages(generator.__path__, "generator."):
    if not module.name.endswith("__main__"):
        import_module(module.name)
for name in ("mkdocs.commands.build", "mkdocs.config", "material.plugins.search.plugin", "spellchecker"):
    import_module(name)
