"""Many accounts at once from a workbook: read, checked, brought in by a job, taken back."""
