"""How strangers' queries are run: in processes that can be killed at any moment.

`workers` are the processes and `door` is where the rest of the system asks them;
`sparql_scan` is what a query passes before, `turns` says who is next, by the `accounts`
of what each has had. `conversation` is what asker and worker say to each other, over a
`line`; `answering` is what happens within, and `faults` what is said of a bad query.
"""
