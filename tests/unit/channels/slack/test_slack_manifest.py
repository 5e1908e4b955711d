"""The manifest asks Slack for what the adapter uses, no more and no less."""

from typing import Any

import pytest
import yaml

from channels.slack.adapter import PATH
from channels.slack.oauth import SCOPES
from config.paths import CONFIG_DIR


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((CONFIG_DIR / "slack_manifest.yaml").read_text())
    return loaded


def test_scopes_are_those_that_oauth_asks_for(manifest: dict[str, Any]) -> None:
    assert tuple(manifest["oauth_config"]["scopes"]["bot"]) == SCOPES


def test_every_request_goes_to_the_one_address(manifest: dict[str, Any]) -> None:
    settings, features = manifest["settings"], manifest["features"]
    urls = [
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        *(command["url"] for command in features["slash_commands"]),
    ]
    assert {url.partition("example.com")[2] for url in urls} == {PATH}


def test_every_event_is_one_the_adapter_reads(manifest: dict[str, Any]) -> None:
    events = {name.partition(".")[0] for name in manifest["settings"]["event_subscriptions"]["bot_events"]}
    assert events == {
        "message",
        "app_mention",
        "app_home_opened",
        "app_uninstalled",
        "tokens_revoked",
        "assistant_thread_started",
        "link_shared",
    }
