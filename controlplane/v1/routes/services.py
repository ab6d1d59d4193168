"""Services: what there is, how it is doing, who calls whom."""

from fastapi import APIRouter

from controlplane.v1.models import Services
from controlplane.v1.parameters import Asked, Stored
from query import ask

router = APIRouter()


@router.get("/services")
def services(store: Stored, asked: Asked) -> Services:
    """Services that sent spans."""
    return Services(services=ask.services(store, asked)["ServiceName"].to_list())
