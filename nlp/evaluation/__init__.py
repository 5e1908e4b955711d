"""Measuring the language layer: labelled files, the language contract's scores, public sets."""
