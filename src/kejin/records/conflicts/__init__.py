"""Conflicts at each approval: who is related to whom, and what was funded elsewhere already.

    relations    how two organisations, or a person and an organisation, hang together
    checks       the list of checks; the rooms above add theirs
    examining    propose and decide with every check done, its findings on record and heeded

A finding bars the approval, or asks for a second person and for reasons in words. Whoever is related to the enterprise
does not decide at all.
"""
