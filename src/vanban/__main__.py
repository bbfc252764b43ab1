"""`python -m vanban`: the same as the command `vanban`."""

import sys

from vanban.command import main

if __name__ == "__main__":
    sys.exit(main())
