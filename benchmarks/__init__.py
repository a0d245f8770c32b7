"""Speed and memory of tiled_jl, as ratios measured in one run against a real server."""
