"""What a writer added to a conversation: the new text of a reply, without quotes, footers and signatures."""

from channels.email.reply.extraction import new_text
from channels.email.reply.markup import new_text_from_html

__all__ = ["new_text", "new_text_from_html"]
