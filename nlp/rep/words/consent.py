"""The words people agree with."""

CONSENT = (
    r"(?:yes+|yep|yeah|yup|aye|ja|jo|si|oui|ok|okay|sure|fine|please|pls|do (?:it|that|so)"
    r"|go (?:ahead|on|for it)|confirm(?:ed)?)"
)
