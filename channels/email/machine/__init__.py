"""Mail that machines wrote: bounces, automatic replies, lists, bulk mail, complaints."""

from channels.email.machine.automatic import automatic_kind, may_auto_respond
from channels.email.machine.bounces import find_bounce
from channels.email.machine.complaints import Complaint, read_complaint

__all__ = ["Complaint", "automatic_kind", "find_bounce", "may_auto_respond", "read_complaint"]
