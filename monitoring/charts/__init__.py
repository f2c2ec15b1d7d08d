"""Figures of listening, made with plotly.py and drawn in the browser; and the findings that stand above them.

Each module makes one card, as components/_chart_card.html takes it: a finding or the plain measure as its title, the
figure, and the table behind it, whose numbers lead to the mentions that they count. What is clicked in a figure leads
to the same. A finding is a sentence that the figures prove. Where no rule holds, the title is the plain measure.
"""
