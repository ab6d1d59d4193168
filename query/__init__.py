"""Everything that knows ClickHouse: what is stored, and what can be asked.

In reading order: `store` (one handle on an embedded engine or a server; `embedded`, `server`, `address`, `errors`,
`border`), `schema` (tables as data) and `migrations` (how they came to be), `scope` and `limits` (whose data, which
time, how much), `language` (what people type) with `vocabulary` (what its keys mean), `sql` (statements as data), `ask`
(the questions, a file each), `analysis` (one trace, looked into), `paging`, `saved_searches`.
"""
