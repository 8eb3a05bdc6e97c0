"""``python -m latentpad``."""

import sys

from latentpad.cli import main

sys.exit(main())
