"""Reports as the JSON that `--json` prints: one module per subject, for the command line and the studio alike."""
