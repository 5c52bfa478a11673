"""Numbers only: data, moments, exact fits, gradient descent; no widget and no notebook."""
