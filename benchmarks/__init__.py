"""Time and memory beside other libraries; run `python -m benchmarks`."""
