"""What a release is asked through: an Oxigraph store that is made of its files, and can be made again.

`index` is the store of one release and our questions to it, `merging` the merge of its
graphs beside them, `newest` the index of the newest release. `changes` tells two releases
apart and `following` takes the index of a service from one to the next, where needed by
`building` it anew. `placement` chooses between memory (`room`) and the disk (`on_disk`,
of what lies on the `shelf`); `archive` has the earlier releases for whoever asks.
"""
