"""``python -m cstui``; the installed script ``cstui`` is the safer way in a folder with files of its own."""

from .cli import main

main()
