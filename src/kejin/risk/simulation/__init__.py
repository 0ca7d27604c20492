"""What may happen to the parties: defaults, losses and recoveries drawn many times over and shared by the one code."""
