"""Reading a condition: CEL's grammar by precedence, as far as conditions need it.

https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax; maps, bytes, unsigned numbers and
remainders and messages are left out, and refused.
"""

from assistant.expressions.tokens import ExpressionInvalid, Token, tokens_of
from assistant.expressions.tree import Binary, Call, Choice, Field, Items, Literal, Name, Node, Unary

_PRECEDENCE = (
    ("||",),
    ("&&",),
    ("==", "!=", "<", "<=", ">", ">=", "in"),
    ("+", "-"),
    ("*", "/"),
)
_CONSTANTS = {"true": True, "false": False, "null": None}
DEEPEST = 60
"""How deeply a condition may nest: enough for people, too little to exhaust the stack."""


def parse(source: str) -> Node:
    """The tree of a condition. Raises ExpressionInvalid."""
    reader = _Reader(tuple(tokens_of(source)))
    tree = reader.expression()
    if reader.here.kind != "end":
        raise ExpressionInvalid(f"{reader.here.text!r} is one word too many", at=reader.here.at)
    return tree


class _Reader:
    """A place among the tokens, going forward."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens = tokens
        self._index = 0
        self._depth = 0

    @property
    def here(self) -> Token:
        return self._tokens[self._index]

    def expression(self) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionInvalid("the condition nests too deeply", at=self.here.at)
        condition = self._binary(0)
        if self._takes("?"):
            at = self.here.at
            then = self._binary(0)
            self._needs(":")
            condition = Choice(condition, then, self.expression(), at)
        self._depth -= 1
        return condition

    def _binary(self, level: int) -> Node:
        if level == len(_PRECEDENCE):
            return self._unary()
        left = self._binary(level + 1)
        while self.here.kind in ("sign", "name") and self.here.text in _PRECEDENCE[level]:
            operator = self._next()
            left = Binary(operator.text, left, self._binary(level + 1), operator.at)
        return left

    def _unary(self) -> Node:
        if self.here.kind == "sign" and self.here.text in ("!", "-"):
            operator = self._next()
            self._depth += 1
            if self._depth > DEEPEST:
                raise ExpressionInvalid("the condition nests too deeply", at=operator.at)
            made = Unary(operator.text, self._unary(), operator.at)
            self._depth -= 1
            return made
        return self._member()

    def _member(self) -> Node:
        node = self._primary()
        while self._takes("."):
            name = self._next()
            if name.kind != "name":
                raise ExpressionInvalid("a field's name belongs after the dot", at=name.at)
            if self._takes("("):
                node = Call(name.text, node, self._items(")"), name.at)
            else:
                node = Field(node, name.text, name.at)
        return node

    def _primary(self) -> Node:
        token = self._next()
        if token.kind == "text":
            return Literal(token.text, token.at)
        if token.kind == "number":
            return Literal(float(token.text) if "." in token.text else int(token.text), token.at)
        if token.kind == "name":
            if token.text in _CONSTANTS:
                return Literal(_CONSTANTS[token.text], token.at)
            return self._named(token)
        if token.text == "(":
            inner = self.expression()
            self._needs(")")
            return inner
        if token.text == "[":
            return Items(self._items("]"), token.at)
        what = f"{token.text!r} cannot stand here" if token.text else "the condition ends too early"
        raise ExpressionInvalid(what, at=token.at)

    def _named(self, token: Token) -> Node:
        if self._takes("("):
            return Call(token.text, None, self._items(")"), token.at)
        return Name(token.text, token.at)

    def _items(self, closing: str) -> tuple[Node, ...]:
        items: list[Node] = []
        if self._takes(closing):
            return ()
        while True:
            items.append(self.expression())
            if self._takes(closing):
                return tuple(items)
            self._needs(",")

    def _next(self) -> Token:
        token = self.here
        if token.kind != "end":
            self._index += 1
        return token

    def _takes(self, sign: str) -> bool:
        if self.here.kind == "sign" and self.here.text == sign:
            self._index += 1
            return True
        return False

    def _needs(self, sign: str) -> None:
        if not self._takes(sign):
            found = f"before {self.here.text!r}" if self.here.text else "at the end"
            raise ExpressionInvalid(f"{sign!r} is missing {found}", at=self.here.at)
