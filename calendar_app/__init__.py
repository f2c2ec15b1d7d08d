"""The editorial calendar: posts, when they go out, and the engine that publishes each exactly once."""
