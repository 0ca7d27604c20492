"""What is known of enterprises: filings, and who disputes them.

checking    facts as texts or frames against the dictionary
acts        one filing, its correction
loading     many filings at once, by COPY
batches     a whole table, all or nothing: `file_factset`
disputes    raised by the enterprise, answered by the source
standing    what stood on a day, from all sources together
"""
