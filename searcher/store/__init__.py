"""The index on disk: writer, ledger, lock, manifest, swap, verify."""
