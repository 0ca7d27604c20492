"""The ledger of what is shared and public: double entry, append-only, balanced by the database at every commit."""
