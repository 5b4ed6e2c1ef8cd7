"""Say in one clear sentence what this machine lacks for making the environment."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - older ones are who this is for
    sys.exit(
        "briefing needs Python 3.11 or newer; this is {}.{}. "
        "Run `make PYTHON=python3.12 …` with a newer one.".format(*sys.version_info)
    )
try:
    import ensurepip  # noqa: F401
    import venv  # noqa: F401
except ImportError:
    sys.exit(
        "This Python has no venv module; install it first "
        "(on Debian and Ubuntu: `apt-get install python3-venv`)."
    )
