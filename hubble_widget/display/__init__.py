"""Everything that is seen: the figure, the readout, the controls, the static page. No mathematics."""
