"""The figures of the measures, one module per kernel: each returns what was timed against what, in one run."""
