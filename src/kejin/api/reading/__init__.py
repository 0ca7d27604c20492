"""What may be read, each thing by those whose it is; what is somebody else's is answered as if it were not there."""
