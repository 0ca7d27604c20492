"""What is to be done, by whom, until when; and what an organisation was told.

lists      files under way with holder, due day, days left: due, overdue, waiting for others
notices    what was told, in words, with the reason of a refusal
asking     who may see the lists of an organisation
"""
