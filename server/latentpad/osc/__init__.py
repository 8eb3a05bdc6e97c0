"""The OSC protocol: packets, addresses, arguments and settings; no socket and no thread."""
