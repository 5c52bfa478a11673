"""Conversion of tables, files, arrays and other values to data sets."""
