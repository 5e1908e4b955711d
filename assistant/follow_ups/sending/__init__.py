"""Whether, where and when a message may go to a customer: one gate, and a last look as it leaves."""
