"""The studio's first page: the verdict, the rehearsal, the accounts, and the buttons that mend."""
