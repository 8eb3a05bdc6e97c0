"""Entry point of ``python -m latentpad``."""

import sys

from latentpad.cli.main import main

sys.exit(main())
