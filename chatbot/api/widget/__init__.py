"""What the widget asks, in the visitor's name. No cookie counts here, so nothing can be forged."""
