"""The ipympl canvas, and what the kernel sends to the page: background pictures and the scene of moving marks."""
