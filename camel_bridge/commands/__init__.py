"""Commands to Camel applications: a stream for each sidecar, which the sidecar opens, so that nothing has to reach
into its pod.

Reading order: `commands.proto` (the protocol; `python -m camel_bridge.commands.generate` makes `commands_pb2` of it),
`protocol` and `outcomes` (how a command ends). Of the side that sends commands: `hub` (who is connected, what is under
way) and `door` (gRPC). Of the sidecar: `journal` (a command is carried out once), `jvm` (into the applications) and
`stream` (gRPC).
"""
