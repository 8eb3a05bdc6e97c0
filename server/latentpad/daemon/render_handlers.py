"""The handlers of the messages that move the point or render samples."""

from collections.abc import Hashable
from dataclasses import replace

from latentpad.daemon.batches import batch_work, blend_request
from latentpad.daemon.clients import Client, at_port
from latentpad.daemon.jobs import Approach, Job, Locate, PlayAgain, PlayMorph, is_render
from latentpad.daemon.latest_queue import MAX_BACKLOG, LatestQueue
from latentpad.daemon.playing import Playing
from latentpad.daemon.replies import Replies
from latentpad.errors import OscError, UnknownKindError
from latentpad.osc.parser import NO_ID, Command
from latentpad.osc.settings import PadState
from latentpad.samples.history import History

REST_SECONDS = 0.15
"""How long the point must rest before it is rendered without a request."""


class RenderHandlers:
    """Queues what is to be rendered; for one thread at a time.

    Parameters
    ----------
    playing
        Its player finds points; it renders elsewhere.
    pad
        The point and the settings.
    reply_port
        Of programs that name none.
    queue, replies, history
        Jobs to render, the outgoing side, and the samples to make relatives of.
    """

    def __init__(
        self,
        playing: Playing,
        pad: PadState,
        reply_port: int,
        queue: LatestQueue[Job],
        replies: Replies,
        history: History,
    ) -> None:
        self._playing, self._pad, self._reply_port = playing, pad, reply_port
        self._queue, self._replies, self._history = queue, replies, history
        self.by_verb = {
            "xy": self._move,
            "x": self._move,
            "y": self._move,
            "generate": self._generate,
            "random": self._generate_found,
            "kind": self._generate_found,
            "vary": self._batch,
            "path": self._batch,
            "grid": self._batch,
            "kit": self._batch,
            "blend": self._blend,
            "again": self._again,
            "morph": self._morph,
            "locate": self._locate,
            "cancel": self._cancel,
        }
        """Handlers by verb."""

    def _move(self, command: Command, source: Client) -> None:
        self.move_to(command.x, command.y, source)
        self.enqueue("approach", Job(Approach(self._pad.x, self._pad.y), source, requested=False))
        if self._pad.auto:
            self.enqueue(source, Job(self._pad.request(), source, requested=False), REST_SECONDS)

    def _generate(self, command: Command, source: Client) -> None:
        self.move_to(command.x, command.y, source)
        job = Job(self._pad.request(command.sound), source, command.id, private=bool(command.sound))
        self.enqueue(source, job)

    def _generate_found(self, command: Command, source: Client) -> None:
        """Render a point that the player finds, at random or of a kind."""
        player = self._playing.player
        try:
            if command.verb == "random":
                x, y = player.random_point(command.kind)
            else:
                x, y = player.kind_point(command.kind, command.index)
        except UnknownKindError as error:
            raise OscError("kind", str(error), command.id) from None
        self._generate(replace(command, x=x, y=y), source)

    def _batch(self, command: Command, source: Client) -> None:
        work = batch_work(command, self._pad.request(command.sound), self._history.current())
        if not self._queue.append(self._stamped(Job(work, source, command.id, private=True))):
            text = f"{MAX_BACKLOG} batches are waiting; wait until one is finished, or cancel them"
            raise OscError("queue", text, command.id)

    def _blend(self, command: Command, source: Client) -> None:
        self.enqueue(source, Job(blend_request(command, self._pad.request()), source, command.id))

    def _again(self, command: Command, source: Client) -> None:
        work = PlayAgain(command.path)
        self.enqueue((source, "again", work), Job(work, source, command.id, private=True))

    def _morph(self, command: Command, source: Client) -> None:
        x, y = self._pad.at(command.x, command.y)
        work = PlayMorph(replace(self._pad.request(), x=x, y=y), command.path, command.amount)
        self.enqueue(source, Job(work, source, command.id))

    def _locate(self, command: Command, source: Client) -> None:
        work = Locate(command.path)
        self.enqueue((source, work), Job(work, source, command.id))

    def move_to(self, x: float | None, y: float | None, source: Client) -> None:
        """Move the point, and send it to the others if it has changed."""
        if self._pad.move(x, y):
            own = at_port(source, self._reply_port) if isinstance(source, tuple) else None
            self._replies.broadcast_to_others(source, own, "point", self._pad.x, self._pad.y)

    def enqueue(self, sender: Hashable, job: Job, delay: float = 0.0) -> None:
        """Queue a job, due after ``delay`` seconds, in the place of a sender."""
        superseded = self._queue.put(sender, self._stamped(job), delay)
        self._replies.report_dropped([superseded] if superseded else [])

    def _stamped(self, job: Job) -> Job:
        return replace(job, bundle=self._playing.player.digest)

    def _cancel(self, command: Command, _source: Client) -> None:
        """Cancel what renders: all of it, or that with the id of the command if it has one."""
        unwanted = self._queue.cancel(lambda job: is_render(job) and command.id in (NO_ID, job.id))
        self._replies.report_dropped(unwanted)
