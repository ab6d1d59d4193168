"""`/api/v1`: our own API. `models` are its answers, `present` makes them from records, `routes` binds both to the
store.
"""
