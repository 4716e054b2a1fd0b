"""Reports: pages, files and terminal text, all made from a `Run` and nothing else."""
