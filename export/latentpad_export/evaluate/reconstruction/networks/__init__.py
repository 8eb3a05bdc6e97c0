"""The networks, each written from its paper; one module per network."""
