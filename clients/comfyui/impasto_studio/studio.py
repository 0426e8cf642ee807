"""The API of an Impasto studio on this machine, with Python's own library only.

The same file is in the Krita plug-in and in the ComfyUI node, so that each is one folder to copy.
"""

import contextlib
import json
import urllib.error
import urllib.parse
import urllib.request
import uuid

TIMEOUT = 60  # seconds without a byte; the studio sends something at least every 15 s


class StudioError(Exception):
    """Something went wrong; the message is one sentence for people."""


class Cancelled(Exception):
    """The caller wanted no picture any more."""


class Studio:
    """A studio.

    address: one of this machine, such as http://127.0.0.1:5080: nothing is encrypted.
    token: what the studio was started with (--token or IMPASTO_TOKEN); empty if it has none.
    """

    def __init__(self, address="http://127.0.0.1:5080", token=""):
        parts = urllib.parse.urlsplit(address.strip())
        if parts.scheme != "http" or parts.hostname not in ("127.0.0.1", "localhost", "::1"):
            raise StudioError(
                f"The address '{address}' is not of this machine: expected one such as http://127.0.0.1:5080.")
        self._address = f"http://{parts.netloc}"
        self._token = token.strip()
        # A proxy of the system is for other machines.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def create(self, content, styles, options=None):
        """Creates a run and returns its id.

        content: bytes of a picture file. styles: a list of such bytes. options: options of impasto stylize by
        name, and preset; None values are left out.
        """
        fields = [("content", "photo.png", content)]
        fields += [("style", f"painting{i + 1}.png", style) for i, style in enumerate(styles)]
        fields += [(name, None, str(value).encode()) for name, value in (options or {}).items() if value is not None]
        body, kind = _form(fields)
        with self._open("/api/runs", body, {"Content-Type": kind}) as answer:
            return json.load(answer)["id"]

    def watch(self, run):
        """Yields the run's states until it is over or paused; the same again while nothing happens to it."""
        state = {"state": "queued"}
        with self._open(f"/api/runs/{run}/events") as stream:
            for line in stream:
                if line.startswith(b"data:"):
                    state = {**state, **json.loads(line[5:])}
                if line.startswith((b"data:", b":")):
                    yield state

    def cancel(self, run):
        """Ends a run for good."""
        with self._open(f"/api/runs/{run}/cancel", b"{}", {"Content-Type": "application/json"}):
            pass

    def result(self, run):
        """The picture of a run that is done: bytes of a PNG file."""
        with self._open(f"/api/runs/{run}/result.png") as answer:
            return answer.read()

    def paint(self, content, styles, options=None, progress=None):
        """Makes a picture: bytes of a PNG file.

        progress(step, steps): called at every change, with 0, 0 while the run waits; True cancels the run, and
        raises Cancelled.
        """
        run = self.create(content, styles, options)
        try:
            for last in self.watch(run):
                done = last.get("progress") or {}
                if progress and progress(done.get("step", 0), done.get("totalSteps", 0)):
                    raise Cancelled()
        except BaseException:
            # Whatever ended the wait: nobody wants the picture any more.
            with contextlib.suppress(StudioError):
                self.cancel(run)
            raise
        if last["state"] == "cancelled":
            raise Cancelled()
        if last["state"] != "done":
            raise StudioError(last.get("error") or f"The run is {last['state']} in the studio.")
        return self.result(run)

    def _open(self, path, body=None, headers=None):
        request = urllib.request.Request(self._address + path, data=body, headers=headers or {})
        if self._token:
            request.add_header("Authorization", f"Bearer {self._token}")
        try:
            return self._opener.open(request, timeout=TIMEOUT)
        except urllib.error.HTTPError as failure:
            raise StudioError(_problem(failure)) from failure
        except OSError as failure:
            reason = getattr(failure, "reason", failure)
            raise StudioError(
                f"No studio answers at {self._address} ({reason}): start it with impasto studio.") from failure


def _problem(failure):
    try:
        return json.load(failure)["detail"]
    except (ValueError, KeyError):
        return f"The studio answered {failure.code} {failure.reason}."


def _form(fields):
    """A body of multipart/form-data (RFC 7578), and its Content-Type."""
    edge = uuid.uuid4().hex
    parts = []
    for name, file, value in fields:
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"'
        if file:
            head += f'; filename="{file}"\r\nContent-Type: application/octet-stream'
        parts += [head.encode(), b"\r\n\r\n", value, b"\r\n"]
    return b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"
