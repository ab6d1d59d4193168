"""The real program in its own process, on free ports, with a folder of its own."""
