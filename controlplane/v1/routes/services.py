"""Services: what there is, how it is doing, who calls whom."""

from enum import StrEnum
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query

from controlplane.problems import ProblemError
from controlplane.v1.models import Red, ServiceMap, Services
from controlplane.v1.parameters import KEY_CHARACTERS_MAX, STEP_S_MAX, Asked, Stored
from controlplane.v1.present import services as present
from query import ask
from query.ask.red import STEP_S_MIN, Group

router = APIRouter()


class Of(StrEnum):
    """What a row is of."""

    SERVICE = "service"
    OPERATION = "operation"


@router.get("/services")
def services(store: Stored, asked: Asked) -> Services:
    """Services that sent spans."""
    return Services(services=ask.services(store, asked)["ServiceName"].to_list())


@router.get("/red")
def red(
    store: Stored,
    asked: Asked,
    group: Annotated[Of, Query(description="A row of each service, or of each operation of a service.")] = Of.SERVICE,
    service: Annotated[
        str | None, Query(min_length=1, max_length=KEY_CHARACTERS_MAX, description="Of this one alone.")
    ] = None,
    step_s: Annotated[
        int | None,
        Query(
            ge=STEP_S_MIN,
            le=STEP_S_MAX,
            description="Seconds: with a series of steps this long in each row; a multiple of 60, for example 300.",
        ),
    ] = None,
) -> Red:
    """Rate, errors and durations of services or operations, over the minutes that the time touches."""
    by = Group.SERVICE if group is Of.SERVICE else Group.OPERATION
    services_of = () if service is None else (service,)
    try:
        return present.red(ask.red(store, asked, by, services=services_of, step_s=step_s))
    except ValueError as error:
        raise ProblemError(
            HTTPStatus.BAD_REQUEST, "step_invalid", str(error), way_out="for example step_s=60 for an hour"
        ) from error


@router.get("/service-map")
def service_map(store: Stored, asked: Asked) -> ServiceMap:
    """Services and who calls whom, over the minutes that the time touches."""
    return present.service_map(ask.service_map(store, asked))
