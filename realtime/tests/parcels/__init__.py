"""A small app as the others are built: parcels that move, and who is told of it."""
