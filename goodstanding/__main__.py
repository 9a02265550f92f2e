"""goodstanding COMMAND: the command line."""

import os
import sys


def main() -> int:
    os.umask(0o077)  # what we write holds patient accounts: nobody else reads it
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodstanding.settings")
    import django

    django.setup()
    from goodstanding.cli.commands import run

    try:
        return run(sys.argv[1:])
    except BrokenPipeError:  # the reader of our lines has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
