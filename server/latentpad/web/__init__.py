"""The web page: the map in a browser, with the same commands as OSC. Needs websockets."""
