from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Capture(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CAPTURE_UNSPECIFIED: _ClassVar[Capture]
    CAPTURE_ALL: _ClassVar[Capture]
    CAPTURE_FAILED: _ClassVar[Capture]
    CAPTURE_NONE: _ClassVar[Capture]

class RouteAction(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROUTE_ACTION_UNSPECIFIED: _ClassVar[RouteAction]
    ROUTE_ACTION_START: _ClassVar[RouteAction]
    ROUTE_ACTION_STOP: _ClassVar[RouteAction]
    ROUTE_ACTION_SUSPEND: _ClassVar[RouteAction]
    ROUTE_ACTION_RESUME: _ClassVar[RouteAction]
CAPTURE_UNSPECIFIED: Capture
CAPTURE_ALL: Capture
CAPTURE_FAILED: Capture
CAPTURE_NONE: Capture
ROUTE_ACTION_UNSPECIFIED: RouteAction
ROUTE_ACTION_START: RouteAction
ROUTE_ACTION_STOP: RouteAction
ROUTE_ACTION_SUSPEND: RouteAction
ROUTE_ACTION_RESUME: RouteAction

class FromSidecar(_message.Message):
    __slots__ = ("hello", "applications", "accepted", "result")
    HELLO_FIELD_NUMBER: _ClassVar[int]
    APPLICATIONS_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    hello: Hello
    applications: Applications
    accepted: Accepted
    result: Result
    def __init__(self, hello: _Optional[_Union[Hello, _Mapping]] = ..., applications: _Optional[_Union[Applications, _Mapping]] = ..., accepted: _Optional[_Union[Accepted, _Mapping]] = ..., result: _Optional[_Union[Result, _Mapping]] = ...) -> None: ...

class ToSidecar(_message.Message):
    __slots__ = ("command", "refusal")
    COMMAND_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_FIELD_NUMBER: _ClassVar[int]
    command: Command
    refusal: Refusal
    def __init__(self, command: _Optional[_Union[Command, _Mapping]] = ..., refusal: _Optional[_Union[Refusal, _Mapping]] = ...) -> None: ...

class Hello(_message.Message):
    __slots__ = ("protocol", "sidecar", "version", "host")
    PROTOCOL_FIELD_NUMBER: _ClassVar[int]
    SIDECAR_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    HOST_FIELD_NUMBER: _ClassVar[int]
    protocol: int
    sidecar: str
    version: str
    host: str
    def __init__(self, protocol: _Optional[int] = ..., sidecar: _Optional[str] = ..., version: _Optional[str] = ..., host: _Optional[str] = ...) -> None: ...

class Applications(_message.Message):
    __slots__ = ("applications",)
    APPLICATIONS_FIELD_NUMBER: _ClassVar[int]
    applications: _containers.RepeatedCompositeFieldContainer[Application]
    def __init__(self, applications: _Optional[_Iterable[_Union[Application, _Mapping]]] = ...) -> None: ...

class Application(_message.Message):
    __slots__ = ("instance", "service", "agent", "pid", "contexts")
    INSTANCE_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    AGENT_FIELD_NUMBER: _ClassVar[int]
    PID_FIELD_NUMBER: _ClassVar[int]
    CONTEXTS_FIELD_NUMBER: _ClassVar[int]
    instance: str
    service: str
    agent: str
    pid: int
    contexts: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, instance: _Optional[str] = ..., service: _Optional[str] = ..., agent: _Optional[str] = ..., pid: _Optional[int] = ..., contexts: _Optional[_Iterable[str]] = ...) -> None: ...

class Command(_message.Message):
    __slots__ = ("id", "instance", "deadline_ms", "list_routes", "set_sampling", "set_capture", "control_route")
    ID_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_MS_FIELD_NUMBER: _ClassVar[int]
    LIST_ROUTES_FIELD_NUMBER: _ClassVar[int]
    SET_SAMPLING_FIELD_NUMBER: _ClassVar[int]
    SET_CAPTURE_FIELD_NUMBER: _ClassVar[int]
    CONTROL_ROUTE_FIELD_NUMBER: _ClassVar[int]
    id: str
    instance: str
    deadline_ms: int
    list_routes: ListRoutes
    set_sampling: SetSampling
    set_capture: SetCapture
    control_route: ControlRoute
    def __init__(self, id: _Optional[str] = ..., instance: _Optional[str] = ..., deadline_ms: _Optional[int] = ..., list_routes: _Optional[_Union[ListRoutes, _Mapping]] = ..., set_sampling: _Optional[_Union[SetSampling, _Mapping]] = ..., set_capture: _Optional[_Union[SetCapture, _Mapping]] = ..., control_route: _Optional[_Union[ControlRoute, _Mapping]] = ...) -> None: ...

class Accepted(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class Result(_message.Message):
    __slots__ = ("id", "json", "problem", "again")
    ID_FIELD_NUMBER: _ClassVar[int]
    JSON_FIELD_NUMBER: _ClassVar[int]
    PROBLEM_FIELD_NUMBER: _ClassVar[int]
    AGAIN_FIELD_NUMBER: _ClassVar[int]
    id: str
    json: bytes
    problem: Problem
    again: bool
    def __init__(self, id: _Optional[str] = ..., json: _Optional[bytes] = ..., problem: _Optional[_Union[Problem, _Mapping]] = ..., again: _Optional[bool] = ...) -> None: ...

class Problem(_message.Message):
    __slots__ = ("kind", "detail")
    KIND_FIELD_NUMBER: _ClassVar[int]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    kind: str
    detail: str
    def __init__(self, kind: _Optional[str] = ..., detail: _Optional[str] = ...) -> None: ...

class Refusal(_message.Message):
    __slots__ = ("detail",)
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    detail: str
    def __init__(self, detail: _Optional[str] = ...) -> None: ...

class ListRoutes(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Routes(_message.Message):
    __slots__ = ("context", "route")
    CONTEXT_FIELD_NUMBER: _ClassVar[int]
    ROUTE_FIELD_NUMBER: _ClassVar[int]
    context: str
    route: str
    def __init__(self, context: _Optional[str] = ..., route: _Optional[str] = ...) -> None: ...

class SetSampling(_message.Message):
    __slots__ = ("routes", "share", "per_second", "slow_ms")
    ROUTES_FIELD_NUMBER: _ClassVar[int]
    SHARE_FIELD_NUMBER: _ClassVar[int]
    PER_SECOND_FIELD_NUMBER: _ClassVar[int]
    SLOW_MS_FIELD_NUMBER: _ClassVar[int]
    routes: Routes
    share: float
    per_second: float
    slow_ms: int
    def __init__(self, routes: _Optional[_Union[Routes, _Mapping]] = ..., share: _Optional[float] = ..., per_second: _Optional[float] = ..., slow_ms: _Optional[int] = ...) -> None: ...

class SetCapture(_message.Message):
    __slots__ = ("routes", "capture")
    ROUTES_FIELD_NUMBER: _ClassVar[int]
    CAPTURE_FIELD_NUMBER: _ClassVar[int]
    routes: Routes
    capture: Capture
    def __init__(self, routes: _Optional[_Union[Routes, _Mapping]] = ..., capture: _Optional[_Union[Capture, str]] = ...) -> None: ...

class ControlRoute(_message.Message):
    __slots__ = ("context", "route", "action")
    CONTEXT_FIELD_NUMBER: _ClassVar[int]
    ROUTE_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    context: str
    route: str
    action: RouteAction
    def __init__(self, context: _Optional[str] = ..., route: _Optional[str] = ..., action: _Optional[_Union[RouteAction, str]] = ...) -> None: ...
