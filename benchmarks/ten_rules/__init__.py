"""The ten heaviest rules of the packs, by the engine and by hand."""
