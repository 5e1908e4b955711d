"""Inline styles of our mails: quiet, readable in light and dark mail programs."""

BODY = (
    "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:15px;"
    "line-height:1.5;max-width:640px;padding:16px"
)
TITLE = "font-size:18px;line-height:1.3;margin:0 0 12px"
TABLE = "border-collapse:collapse;margin:0 0 16px"
LABEL = "color:#667085;padding:2px 16px 2px 0;vertical-align:top"
VALUE = "padding:2px 0;vertical-align:top"
HEAD_CELL = "text-align:left;padding:6px 16px 6px 0;border-bottom:2px solid #d0d5dd"
CELL = "padding:6px 16px 6px 0;border-bottom:1px solid #eaecf0"
FOOTNOTE = "color:#667085;font-size:13px;margin:12px 0 0"
MARKER_STYLE = "color:#98a2b3;font-size:12px;margin:0 0 12px"
BUTTON = (
    "display:inline-block;background:#175cd3;color:#ffffff;text-decoration:none;"
    "padding:8px 14px;border-radius:6px;margin:0 8px 8px 0"
)
