"""camelops: the command line, and the one place where the rooms are put together.

Reading order: `cli` (what a person types), `serving` (a process with all its parts), then the rooms below:
`controlplane`, `collector`, `query`, `native`.
"""
