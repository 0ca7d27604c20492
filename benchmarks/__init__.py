"""What is measured, each figure beside its baseline in the same run: `python -m benchmarks`."""
