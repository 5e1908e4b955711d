"""Mail that machines wrote: bounces, automatic replies, lists, bulk mail, complaints."""

from channels.email.machine.automatic import automatic_kind, may_auto_respond
from channels.email.machine.bounces import find_bounce

__all__ = ["automatic_kind", "find_bounce", "may_auto_respond"]
