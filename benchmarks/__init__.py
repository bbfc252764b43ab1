"""Benchmarks, one file per name of `./tiendo bench NAME`."""
