"""What pages of more than one kind of user are made of: tables as files."""
