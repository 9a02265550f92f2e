"""goodstanding COMMAND: the command line."""

import os
import sys


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodstanding.settings")
    import django

    django.setup()
    from goodstanding.cli.commands import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
