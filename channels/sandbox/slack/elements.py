"""Buttons, toggles and fields as a person's client reports them."""

from collections.abc import Mapping, Sequence

from channels.sandbox.slack.records import Json, as_object, blocks_of, named, objects


def find_element(
    blocks: Sequence[Json], name: str, *, value: str | None, label: str | None
) -> tuple[Json, Json]:
    """The block and the element of a button, by action name or id; value or label tell twins apart.

    Raises LookupError naming what could have been pressed.
    """
    seen: list[str] = []
    for block in blocks:
        found = objects(block.get("elements")) if block.get("type") == "actions" else []
        for element in (*found, as_object(block.get("accessory"))):
            given, given_value = named(element)
            seen.append(f"{given}={given_value}")
            text = as_object(element.get("text") or element.get("placeholder")).get("text")
            if (
                name in (given, element.get("action_id"))
                and value in (None, given_value)
                and label in (None, text)
            ):
                return block, element
    raise LookupError(f"nothing called {name} (value {value}, label {label}) to press; there are {seen}")


def pressed(block: Json, element: Json, *, choice: str | None, ts: str) -> dict[str, object]:
    """An action as it is reported: the element, and what was chosen in it."""
    action = {
        "type": element.get("type"),
        "action_id": element.get("action_id"),
        "block_id": block.get("block_id", "b1"),
        "action_ts": ts,
    }
    if element.get("type") == "button":
        return action | ({"value": element["value"]} if "value" in element else {})
    options = [item for item in objects(element.get("options")) if item.get("value") == choice]
    if not options:
        raise LookupError(f"no option {choice} in {element.get('action_id')}")
    return action | {"selected_option": options[0]}


def toggle_state(blocks: Sequence[Json], chosen: Sequence[str] | None) -> dict[str, object]:
    """The state of all toggles: as drawn, or with exactly the chosen values on."""
    state: dict[str, object] = {}
    for block in blocks:
        for element in objects(block.get("elements")) if block.get("type") == "actions" else []:
            if element.get("type") != "checkboxes":
                continue
            options = objects(element.get("initial_options"))
            if chosen is not None:
                options = [item for item in objects(element.get("options")) if item.get("value") in chosen]
            values = {"type": "checkboxes", "selected_options": options}
            state[str(block.get("block_id"))] = {str(element.get("action_id")): values}
    return state


def filled_state(view: Json, values: Mapping[str, str]) -> dict[str, object]:
    """The state of a form with some fields filled anew; the rest keep what they were opened with.

    Raises LookupError for a field the form has not, ValueError where Slack would not let it be submitted.
    """
    inputs = {str(block["block_id"]): block for block in blocks_of(view) if block.get("type") == "input"}
    strange = set(values) - set(inputs)
    if strange:
        raise LookupError(f"the form has no {sorted(strange)}; it has {sorted(inputs)}")
    state: dict[str, object] = {}
    for name, block in inputs.items():
        element = as_object(block.get("element"))
        filled = _filled(element, values.get(name))
        if not any(filled.values()) and not block.get("optional"):
            raise ValueError(f"{name} must be filled in")
        state[name] = {str(element.get("action_id")): {"type": element.get("type"), **filled}}
    return state


def _filled(element: Json, value: str | None) -> dict[str, object]:
    kind = element.get("type")
    if kind == "static_select":
        if value is None:
            return {"selected_option": element.get("initial_option")}
        options = [item for item in objects(element.get("options")) if item.get("value") == value]
        if not options and value:
            raise ValueError(f"no option {value} in the select")
        return {"selected_option": options[0] if options else None}
    if kind == "datepicker":
        return {"selected_date": element.get("initial_date") if value is None else value or None}
    return {"value": element.get("initial_value") if value is None else value or None}
