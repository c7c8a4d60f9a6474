"""The command line: turns arguments into an api call, and its report into text or JSON."""
