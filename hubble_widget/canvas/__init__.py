"""The ipympl canvas, and what travels to the page: whole pictures of what stays, and the scene of what moves."""
