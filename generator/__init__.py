"""A static advice-site generator: YAML records in, a searchable guide and printable sheets out."""

__version__ = "1.0.0"
