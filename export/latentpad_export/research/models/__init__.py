"""The nine models of the thesis's table 7.2, trained and compared (tables 7.2 to 7.4, figures 7.9 to 7.11)."""
