"""The demo network: invented people on invented networks, served on loopback, so that everything runs without keys."""
