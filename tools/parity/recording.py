"""Where fixtures go and how they are written: compact JSON, numbers as short as they are exact."""

import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]


def plain(value):
    """Lists and Python numbers instead of arrays and numpy scalars."""
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def record(path, fixture):
    target = ROOT / path
    target.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(plain(fixture), separators=(",", ":"))
    target.write_text(text + "\n")
    print(f"{path}: {len(text) / 1024:.0f} KiB")
