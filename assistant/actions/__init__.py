"""What changes records in somebody's name.

An action checks the actor's right, validates, writes and returns a value. It never commits and never sends:
what is to happen outside is a row (a delivery, a job) in the same transaction.
"""
