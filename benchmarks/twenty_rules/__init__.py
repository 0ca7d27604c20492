"""Twenty made-up rules: as a pack, by hand in Polars, as OpenFisca variables, and filings to run them on."""
