"""Protobuf's wire format, for bytes that no message class would write."""


def varint(value: int) -> bytes:
    groups: list[int] = []
    while True:
        value, low = value >> 7, value & 0x7F
        if not value:
            return bytes([*groups, low])
        groups.append(low | 0x80)
