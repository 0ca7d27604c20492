"""`kejin demo start`: everything to try Kejin with, by one command. `make run` calls it.

places      where a trial lies, and that only one runs there
run_first   a run over the first enterprises of the province, ready in seconds
activity    the records: people of every role and months of business
behind      the job that makes the run over the whole province, and how far it is
visiting    whether the pages answer to everybody
saying      what is printed
starting    all of it in order; ending: all of it gone
"""
