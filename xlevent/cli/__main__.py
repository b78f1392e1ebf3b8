"""`python -m xlevent.cli`."""

from xlevent.cli import main

if __name__ == "__main__":
    main()
