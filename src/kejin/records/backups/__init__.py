"""Backups of the embedded database: one consistent moment, with a manifest that says what is in it; and restoring.

A backup is a folder. It gets its name once it is whole and on the disk; what was interrupted has another name and no
manifest. It is restored into an empty place only, and that place gets its name once everything in it was verified.
"""
