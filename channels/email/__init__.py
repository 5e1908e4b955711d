"""E-mail: reading what arrived, and sending what leaves."""
