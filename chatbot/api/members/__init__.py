"""What members ask: by a session with its CSRF token, or by a token of their own."""
