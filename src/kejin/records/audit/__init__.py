"""The audit: every version of what may change, and all records sealed in batches with a signature kept elsewhere.

A batch is everything that was written since the batch before. For each table it has one digest over its rows, all of
them in a document that names the batch before and is signed (Ed25519). The documents lie in a folder outside the
database, with the digest of each row beside them: so whoever rules over the database can change it, and cannot
change what was sealed; `verify` names each row that is not as it was.
"""
