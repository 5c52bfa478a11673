"""Rules that find the columns of distances, velocities, redshifts, names and units in a table."""
