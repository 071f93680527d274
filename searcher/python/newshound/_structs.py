"""Option structs filled from keyword arguments, by what the headers say of their members."""
from __future__ import annotations

import os
import weakref
from typing import (Any, Callable, Dict, Generic, Iterable, List, Mapping, MutableMapping,
                    Tuple, TypeVar, Union, cast)

from newshound._ffi import ffi
from newshound.errors import ArgumentError

Text = Union[str, bytes]
Path = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]
Value = TypeVar("Value")

# What a struct or an array of C points to, by the struct or array.
_KEPT: MutableMapping[Any, List[Any]] = weakref.WeakKeyDictionary()


def encode(text: Text) -> bytes:
    """UTF-8; what is bytes already stays as it is."""
    if isinstance(text, str):
        return text.encode("utf-8")
    if isinstance(text, (bytes, bytearray, memoryview)):
        return bytes(text)
    raise TypeError(f"a text is str or bytes, not {type(text).__name__}")


def encode_whole(text: Text) -> bytes:
    """The same, for C to read up to a NUL: so there must be none in it."""
    data = encode(text)
    if 0 in data:
        raise ValueError("embedded null character")
    return data


def encode_path(path: Path) -> bytes:
    """A path as the system has it; refuses what builtins.open() refuses."""
    return encode_whole(os.fsencode(path))


def decode(text: Any) -> str:
    """The str of an nh_str."""
    return raw(text).decode("utf-8", "replace")


def raw(text: Any) -> bytes:
    """The bytes of an nh_str."""
    return bytes(ffi.buffer(text.ptr, text.len)) if text.len else b""


def string_of(pointer: Any) -> str:
    """The str of a text that ends with a NUL; "" for NULL."""
    return "" if pointer == ffi.NULL else str(ffi.string(pointer).decode("utf-8", "replace"))


def as_text(value: Text) -> Tuple[Any, Any]:
    """An nh_str of a text, behind what must be held as long as the nh_str is used."""
    data = encode(value)
    held = ffi.new("char[]", data)
    return held, ffi.new("nh_str *", {"ptr": held, "len": len(data)})[0]


def text_array(values: Iterable[Text]) -> Any:
    """An array of texts that end with a NUL; they live as long as the array."""
    texts = [ffi.new("char[]", encode_whole(value)) for value in values]
    array = ffi.new("char *[]", texts)
    _KEPT[array] = texts
    return array


def names_of(kind: Any) -> Dict[str, int]:
    """The values of an enum by their names without what all of them begin with."""
    longest = os.path.commonprefix(list(kind.relements))
    prefix = longest[: longest.rfind("_") + 1]
    return {name[len(prefix):].lower(): value for name, value in kind.relements.items()}


def enum_value(kind: Any, value: Any) -> int:
    """The number of an enum's value, given by name."""
    names = names_of(ffi.typeof(kind) if isinstance(kind, str) else kind)
    if value in names:
        return names[value]
    raise ValueError(f"{value!r} is none of {', '.join(sorted(names))}")


class Struct:
    """A C struct of options. All that it points to lives as long as `pointer`.

    None means the default, as zero does in C. A member `x` sets `has_x` and `n_x` beside it.
    """

    def __init__(self, name: str, **values: Any) -> None:
        self.pointer = ffi.new(name + " *")
        self._kept: List[Any] = []
        _KEPT[self.pointer] = self._kept
        self._members: Dict[str, Any] = dict(ffi.typeof(name).fields)
        if "size" in self._members:
            self.pointer.size = ffi.sizeof(name)
        self.fill(values)

    def fill(self, values: Mapping[str, Any]) -> None:
        """Gives members values of Python, but those that are None."""
        for member, value in values.items():
            if value is not None:
                self.set(member, value)

    def set(self, member: str, value: Any) -> None:
        """Gives a member a value of Python."""
        if member not in self._members or member in ("size", "self"):
            raise TypeError(f"there is no option {member!r}")
        try:
            setattr(self.pointer, member, self._convert(self._members[member].type, value))
        except OverflowError:
            raise ArgumentError(member, None, f"{value!r} is out of range") from None
        except TypeError as why:
            raise TypeError(f"{member}: {why}") from None
        if "has_" + member in self._members:
            setattr(self.pointer, "has_" + member, True)
        if "n_" + member in self._members:
            setattr(self.pointer, "n_" + member, len(value))

    def _convert(self, kind: Any, value: Any) -> Any:
        special: Dict[str, Callable[[Any], Any]] = {
            "nh_str": self.text,
            "char *": lambda v: self.keep(ffi.new("char[]", encode_whole(v))),
            "char * *": lambda v: self.keep(text_array(v)),
        }
        name = kind.cname.replace("struct ", "")
        if name in special:
            return special[name](value)
        if kind.kind == "enum":
            return enum_value(kind, value)
        if isinstance(value, Struct):
            self.keep(value)
            return value.pointer
        return getattr(self.keep(value), "_pointer", value)

    def keep(self, value: Any) -> Any:
        """Lets `value` live as long as the struct."""
        self._kept.append(value)
        return value

    def text(self, value: Text) -> Any:
        """An nh_str that lives as long as the struct."""
        held, text = as_text(value)
        self.keep(held)
        return text


class Member(Generic[Value]):
    """A member of the C struct `_found` of an object, as Python has it."""

    def __init__(self, name: str, read: Callable[[Any], Value], doc: str) -> None:
        self._name, self._read, self.__doc__ = name, read, doc

    def __get__(self, owner: Any, kind: Any = None) -> Value:
        if owner is None:
            return cast(Value, self)  # the class is looked at, not an object
        return self._read(getattr(owner._found, self._name))


def facts(name: str) -> Any:
    """A struct for the library to fill."""
    return Struct(name).pointer
