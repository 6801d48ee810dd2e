"""A person at the dashboards, as a browser speaks: one WebSocket, protocol buffers both ways.

Two dozen browsers would take the two cores from the server that is measured; these take none to speak of.
"""

import time
from dataclasses import dataclass, field
from types import TracebackType
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

LONGEST_WAIT_SECONDS = 60


@dataclass
class Seen:
    """What one run of the script sent."""

    seconds: float = 0.0  # from the click to the last message
    content: bytes = b""  # of all elements, one after the other
    problems: list[str] = field(default_factory=list)


class Visitor:
    """One session. Raises TimeoutError where the server is silent for a minute."""

    def __init__(self, port: int) -> None:
        address = f"ws://127.0.0.1:{port}/_stcore/stream"
        self._socket = connect(address, subprotocols=["streamlit"], max_size=None)  # ty: ignore
        self._port = port
        self._messages: dict[str, ForwardMsg] = {}  # what the server will refer to instead of sending again
        self._page, self._query = "", ""
        self._select_boxes: dict[str, Element] = {}
        self._chosen: dict[str, WidgetState] = {}

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._socket.close()

    def open(self, page: str, **query: str) -> Seen:
        """Go to a page, by its address."""
        self._page, self._query = page, urlencode(query)
        self._chosen.clear()
        return self._run()

    def again(self) -> Seen:
        """Let the page run once more, nothing changed."""
        return self._run()

    def options(self, label: str) -> list[str]:
        """Return what a select box of the page offers."""
        return list(self._select_boxes[label].selectbox.options)

    def choose(self, label: str, option: str) -> Seen:
        """Choose an option of a select box."""
        box = self._select_boxes[label].selectbox
        self._chosen[label] = WidgetState(id=box.id, string_value=option)
        return self._run()

    def _run(self) -> Seen:
        asked = BackMsg()
        state = asked.rerun_script
        state.page_name, state.query_string = self._page, self._query
        state.context_info.url = f"http://127.0.0.1:{self._port}/{self._page}"
        state.widget_states.widgets.extend(self._chosen.values())
        state.cached_message_hashes.extend(self._messages)
        seen, started = Seen(), time.perf_counter()
        self._socket.send(asked.SerializeToString())
        parts = []
        while True:
            message = self._received()
            if message.WhichOneof("type") == "script_finished":
                break
            if message.WhichOneof("type") == "delta" and message.delta.HasField("new_element"):
                parts.append(self._looked_at(message.delta.new_element, seen))
        seen.seconds, seen.content = time.perf_counter() - started, b"\n".join(parts)
        return seen

    def _received(self) -> ForwardMsg:
        frame = self._socket.recv(timeout=LONGEST_WAIT_SECONDS)
        message = ForwardMsg.FromString(frame if isinstance(frame, bytes) else frame.encode())
        if message.WhichOneof("type") == "ref_hash":
            return self._messages[message.ref_hash]
        if message.metadata.cacheable:
            self._messages[message.hash] = message
        return message

    def _looked_at(self, element: Element, seen: Seen) -> bytes:
        kind = element.WhichOneof("type")
        if kind == "exception":
            seen.problems.append(element.exception.message)
        elif kind == "alert" and element.alert.format == element.alert.ERROR:
            seen.problems.append(element.alert.body)
        elif kind == "selectbox":
            self._select_boxes[element.selectbox.label] = element
        return element.SerializeToString()
