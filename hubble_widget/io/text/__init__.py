"""Tables in text: CSV and similar formats."""
