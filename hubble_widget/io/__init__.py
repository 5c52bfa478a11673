"""Whatever a user hands in becomes a data set here."""
