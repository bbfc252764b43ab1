"""Looking over the work: views of it as typed sheets, their exports, filters people keep."""
