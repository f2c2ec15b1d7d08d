"""Proof by damage: workers run the engine's loop and are killed, cut off and misled, a recorder in a process of its own
writes down what it accepted, and a checker that reads only the database and that file says what became of every post.
"""
