"""What the operators' pages ask for as JSON."""
