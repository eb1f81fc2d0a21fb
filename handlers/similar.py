"""A problem that came back: a new report says which closed one it repeats."""

from dataclasses import replace

from domain.similar import recurs
from handlers.moving import keep, seen, seen_case
from handlers.routing import Call, Reply, Routes

routes = Routes()


@routes.button("car.recurs", writes=True)
def recurs_(call: Call) -> Reply:
    number, _, old = call.about.partition(" ")
    was, of = seen_case(call, number), seen(call, old or number)
    return keep(call, replace(was, car=recurs(was.car, of, by=call.viewer)), was, did="car.recurs")
