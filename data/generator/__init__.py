"""The parts of generate.py: the records, the layout of the two lists, the writer of workbooks."""
