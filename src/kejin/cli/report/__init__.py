"""The report of a run: charts, tables and a workbook, from the aggregates alone."""
