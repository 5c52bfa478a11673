"""Engines that hold the data: each is asked about the same Parquet file of 10^6 galaxies."""
