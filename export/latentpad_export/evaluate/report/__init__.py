"""The report of an evaluation: sections, headline table, page and JSON."""
