"""Words for the terminal out of other people's text."""

STYLES = ("cyan", "green", "blue", "magenta", "bright_cyan", "bright_green", "bright_blue", "bright_magenta")


def one_line(text: str) -> str:
    """Text of strangers without control characters: it could end the line or steer the terminal."""
    return "".join(each if each.isprintable() else "·" for each in text)


def service_style(service: str) -> str:
    """The same colour for a service in every row and every run. Yellow and red are kept for warnings and failures."""
    return STYLES[sum(service.encode()) % len(STYLES)]


def count_text(number: int, thing: str) -> str:
    """`1 span`, `2,000 spans`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
