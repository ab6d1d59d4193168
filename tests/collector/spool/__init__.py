"""Tests of the spool, through its public face and on real bytes. `model_files` is a disk that loses, tears and
refuses.
"""
