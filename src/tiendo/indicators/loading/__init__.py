"""A dictionary that comes in whole, from the product's own file or a workbook: what it says held
against what is there, before anything is written."""
