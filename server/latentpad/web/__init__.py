"""The page: the map in a browser, as one more player of the same instrument. Needs websockets."""
