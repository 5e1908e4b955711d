"""The words of a message: made plain, parted, spelt; those that stand before orders and between them."""
