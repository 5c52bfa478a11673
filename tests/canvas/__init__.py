"""What travels to the page."""
