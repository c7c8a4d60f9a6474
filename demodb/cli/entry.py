"""Where the program begins: Ctrl-C ends it without a traceback from its first moment on, before anything else is loaded."""

import os
import signal
import sys

_INTERRUPTED = 130
_AGAIN = 0.001


def main() -> None:
    """Load the command line, and run it."""
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    sys.unraisablehook = _swallowed
    try:
        from demodb.cli.main import main as command  # noqa: PLC0415 - loading it is what may be interrupted

        command()
    except KeyboardInterrupt:
        # While a command works, `run` says what an interruption means: here it was loading, or had ended.
        os.write(sys.stderr.fileno(), b"Error: interrupted\n")
        os._exit(_INTERRUPTED)
    finally:
        # What is done is done: the interpreter may end in peace.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGALRM, signal.SIG_IGN)


def _swallowed(unraisable: "sys.UnraisableHookArgs") -> None:
    """An interruption that fell into a finalizer or a weak reference's callback, where none can be raised, comes once more."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        signal.setitimer(signal.ITIMER_REAL, _AGAIN)
    else:
        sys.__unraisablehook__(unraisable)


if __name__ == "__main__":
    main()
