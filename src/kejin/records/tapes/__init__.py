"""Loan tapes: what banks report of their loans, compared with what should have happened.

dictionary, filing     a file's columns and their synonyms; cells read, or every reason why not
expecting, comparing   what a loan's schedule asks for by a day, and where a tape differs from it
submitting             the act that brings a tape, from a file or through the API
reconciling            the act that compares it; differences become breaks, breaks that agree close
breaking               explain, accept by a second person, reject, close
performing             what a tape says of financings, reported by the financings' own act
"""
