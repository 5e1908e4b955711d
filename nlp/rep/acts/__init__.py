"""What the acts of a message take from each other: parted, carried on, made one."""
