"""People by what is true of them: conditions, how they become a query, and the segments that keep them."""
