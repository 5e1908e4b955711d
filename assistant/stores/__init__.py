"""What is kept for channels and of files: in the database and on disk."""
