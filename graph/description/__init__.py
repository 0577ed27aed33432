"""What the dataset is, told to machines: its statistics, its queries and its entry in catalogues.

`statistics` counts, `void` and `examples` (VoID and SHACL) make the named graph that every
import renews, `dcat` (DCAT-AP-SE) makes the catalogue, which also knows the releases and the dumps.
"""
