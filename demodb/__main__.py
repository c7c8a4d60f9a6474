"""`python -m demodb` begins where the program does."""

from demodb.cli.entry import main

if __name__ == "__main__":
    main()
