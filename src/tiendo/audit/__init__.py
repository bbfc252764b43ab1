"""The trail of what was done by whom, sealed by a hash chain."""
