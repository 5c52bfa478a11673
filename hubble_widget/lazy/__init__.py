"""Data sets whose rows stay in an engine, such as DuckDB or Spark."""
