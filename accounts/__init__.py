"""The people who sign in: user, preferences, second factors, sessions."""
