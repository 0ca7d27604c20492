"""What pages of more than one kind of user are made of: acts as forms, their fields, tables as files."""
