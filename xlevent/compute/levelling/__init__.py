"""Levelling: tasks delayed until nothing is used that is not there."""

from xlevent.compute.levelling.level import Method as Method
from xlevent.compute.levelling.level import level as level
from xlevent.compute.levelling.result import Levelled as Levelled
from xlevent.compute.levelling.result import MissedDeadline as MissedDeadline
from xlevent.compute.levelling.result import Move as Move
from xlevent.compute.levelling.result import Reason as Reason
from xlevent.compute.levelling.result import Unresolved as Unresolved
