"""An agency with three invented brands that goes on by itself, so that cmhub can be looked at before it is trusted."""
