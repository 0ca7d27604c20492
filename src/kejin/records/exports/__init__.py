"""Tables of the records given out as files: masked by the reader's rights, or approved by a second person."""
