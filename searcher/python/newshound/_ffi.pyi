# newshound/_ffi.pyi - what declarations.py makes of the C headers: C has its own types.
from typing import Any

ffi: Any
VERSION: str
