"""The way of a report out of the house: review, slip, signature, number, seal, issue."""
