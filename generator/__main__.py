"""Makes `python -m generator` the same as `advice`."""

from generator.command_line import main

main()
