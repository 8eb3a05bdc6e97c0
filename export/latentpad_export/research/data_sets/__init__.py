"""Public data sets as libraries: a table of files, labels, kits and splits for each of them.

Conventions
-----------
A reader has the data set on disk already, as its authors distribute it; nothing is downloaded, and no file of it is
changed. Each format has a module with a function that lists the sounds of its folder as `Entries`, whose files are
paths from that folder. `table.write_table` writes them as the ``samples.csv`` that `latentpad_export.data.table` reads.
"""
