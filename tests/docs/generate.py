"""Write every generated page anew: each module of this folder named `generate_*` has a `write()` that says what changed."""

import pkgutil
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    """Run every generator and name the files that changed."""
    for module in pkgutil.iter_modules([str(HERE)]):
        if module.name.startswith("generate_"):
            for path in import_module(f"tests.docs.{module.name}").write():
                print(path)


if __name__ == "__main__":
    main()
