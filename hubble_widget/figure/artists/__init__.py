"""Artists and text that the plots are made of."""
