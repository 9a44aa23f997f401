"""Cells of files that people open in a spreadsheet."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes what begins with these for a formula


def safe(cell: str) -> str:
    """The cell as text: what could run is shown instead."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell
