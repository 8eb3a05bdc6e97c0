"""The sounds that are measured, and how each bundle renders them."""
