"""Files in memory that libsndfile reads: damaged ones lead it before their start, which Python would complain about."""

import io
import os


class MemoryFile(io.BytesIO):
    """The bytes of a file; a place that it does not have is not gone to."""

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place, and return where that is."""
        try:
            return super().seek(offset, whence)
        except (ValueError, OverflowError):
            return self.tell()
