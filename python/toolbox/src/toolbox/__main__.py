"""`python -m toolbox` is the `dag` command."""

import sys

from toolbox.cli import main

sys.exit(main())
