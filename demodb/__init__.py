"""demodb makes a customer portfolio demo-ready: import, seed what is missing, warm the heroes, export."""

__version__ = "0.1.0"
