"""OSCQuery: programs ask which addresses there are, and listen to values. Needs websockets."""
