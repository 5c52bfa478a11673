"""Mathematics: takes a data set or its moments, nothing else."""
