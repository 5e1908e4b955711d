"""A Slack workspace on loopback, with Slack's own shapes and rules: for demos and tests."""

from channels.sandbox.slack.records import SandboxMessage, SandboxUser, SandboxView
from channels.sandbox.slack.server import SandboxSlack
from channels.sandbox.slack.web_api import Fault

__all__ = ["Fault", "SandboxMessage", "SandboxSlack", "SandboxUser", "SandboxView"]
