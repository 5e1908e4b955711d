"""How records look in words: channel-neutral pieces of replies, shared by skills, cards and digests."""
