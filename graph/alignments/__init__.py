"""The graph in the terms of other models: EURIO, FRAPO, schema.org and 360Giving.

`ontology/alignments.ttl` says which of our terms come near to which of theirs; the
exports here prove it. Read `views` first: it says which models there are, what each
asks of a grant, and makes the document. `awards` reads what could be a grant,
`json_ld` and `giving360` write, and the mappings themselves are the CONSTRUCT
queries `graph/queries/export-*.rq`.

None of these models knows money that is only applied for, intended or budgeted:
in them a grant is a grant. So only awards that were decided, contracted or paid are
exported, with the amount that was granted; every other award is left out, and the
view says which and why. Nothing is made up to fill a field.
"""
