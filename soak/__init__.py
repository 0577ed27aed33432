"""Whether Nodverk keeps what it promises when things go wrong: `python -m soak` tries, and judges.

Each scenario is a module with one function that does harm of one sort and says
what it found: `kills` ends processes at random moments, `full_disk` leaves no
room, `damage` changes bytes, `flood` asks what never ends, `network` sets traps,
`switches` changes releases under readers, `memory` replaces graphs for hours,
`endings` stops servers and kills workers. `serving` starts the server that they
are done to, `asking` asks it, `statements` is what it is given to say.

The same functions run in the tests, at the smallest of the `sizes`.
"""
