"""A brand's own accounts on networks: connecting them, keeping them alive, saying what they can do."""
