"""What both ends of a stream agree on, beside `commands.proto`."""

METHOD = "/camelops.commands.v1.Commands/Serve"
PROTOCOL = 1
# A list of the routes of a large application is some 100 KiB.
MESSAGE_BYTES_MAX = 4 * 1024 * 1024
