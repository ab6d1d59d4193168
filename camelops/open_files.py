"""How many files and connections a process may have open."""

import resource


def raise_open_files() -> None:
    """To what the system allows. A service starts with 1,024, which some hundred senders and the store's parts use up;
    programs that cannot count beyond it (select) are not used here."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
