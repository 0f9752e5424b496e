"""A partner's client in Python that makes the calls that it is told of, over mutual TLS, from the shipped protos only.

usage: contract_peer.py STUBS ADDRESS CA CERT KEY < calls.json

STUBS is a directory with what protoc made of protos/. The calls on standard input are a list, made one after the other over one
channel, of {"method": "exchange.v1.Service/Method", "request": {...}, "token": ..., "signing_key": file, "kid": ..., "gzip": true,
"timeout": seconds, "cancel": true}. Only method and request are required; the request is the proto's JSON, or a list of them for a
method that takes a stream; a signature is over the first. Prints one list: what came of each call.

fault_peer.py makes the same calls with something wrong, for which it adds: "tokens" (in place of "token", several), "compression"
("gzip" or "deflate"), "wordy" (how many times more the first message holds its first field, which protobuf reads as once),
"filler" (how many bytes the first message holds besides), "garbage" (the number of the message that is no protobuf), "open" (the
requests do not end) and "messages" (after how many of a stream of responses to hang up).
"""

import hashlib
import hmac
import importlib
import json
import os
import sys
import threading

from dossier_peer import read, rich_error, sign

import grpc
from google.protobuf import descriptor_pool, json_format, message_factory


def make(channel, asked):
    """What came of one call: its status, its messages, and the HMACs over their exact bytes by the nonce that came with them."""
    started = start(channel, asked)
    if asked.get("cancel"):
        started.call.cancel()
    return finish(started)


class Started:
    """A call that was made and is not waited for yet."""

    def __init__(self, asked, response_type, streams):
        self.asked, self.response_type, self.streams = asked, response_type, streams
        self.call, self.ended = None, threading.Event()


def start(channel, asked):
    """Makes a call."""
    service, _, name = asked["method"].partition("/")
    method = descriptor_pool.Default().FindServiceByName(service).FindMethodByName(name)
    factory = message_factory.MessageFactory(descriptor_pool.Default())
    request_type, response_type = factory.GetPrototype(method.input_type), factory.GetPrototype(method.output_type)
    several = asked["request"] if isinstance(asked["request"], list) else [asked["request"]]
    requests = [json_format.ParseDict(request, request_type()) for request in several]
    exact = spoil(asked, several[0], [request.SerializeToString() for request in requests])
    tokens = asked.get("tokens", [asked["token"]] if asked.get("token") else [])
    metadata = [("authorization", "Bearer " + token) for token in tokens]
    if asked.get("signing_key"):
        metadata.append(("exchange-signature", sign(asked["signing_key"], asked["kid"], requests[0], exact[0])))
    proto = method_proto(method)
    shape = ("stream_" if proto.client_streaming else "unary_") + ("stream" if proto.server_streaming else "unary")
    invoke = getattr(channel, shape)("/" + asked["method"])
    if compression := asked.get("compression", "gzip" if asked.get("gzip") else ""):
        # What the library makes of its own argument `compression`, which it forgets where only the requests stream.
        metadata.append(("grpc-internal-encoding-request", compression))
    options = {"metadata": metadata, "timeout": asked.get("timeout", 30)}
    started = Started(asked, response_type, proto.server_streaming)
    argument = flow(exact, started) if proto.client_streaming else exact[0]
    started.call = invoke(argument, **options) if proto.server_streaming else invoke.future(argument, **options)
    return started


def flow(messages, started):
    """A stream of requests, which ends with the call where it is left open."""
    yield from messages
    if started.asked.get("open"):
        started.ended.wait()


def spoil(asked, first, exact):
    """The messages as they are to be sent."""
    name = first.get("partnership", "").encode("ascii")
    exact[0] = (b"\x0a" + bytes([len(name)]) + name) * asked.get("wordy", 0) + exact[0]
    if filler := asked.get("filler"):
        length = b""
        rest = filler
        while rest > 0x7F:
            length, rest = length + bytes([rest & 0x7F | 0x80]), rest >> 7
        exact[0] += b"\xfa\x3e" + length + bytes([rest]) + bytes(filler)
    if (number := asked.get("garbage")) is not None:
        exact[number] = b"\xff" * 32
    return exact


def finish(started):
    """Waits for a call."""
    call, answers = started.call, []
    try:
        for answer in call if started.streams else [call.result()]:
            answers.append(answer)
            if len(answers) == started.asked.get("messages"):
                call.cancel()
    except (grpc.RpcError, grpc.FutureCancelledError):
        pass  # told by the status
    started.ended.set()
    nonce = dict(call.trailing_metadata() or ()).get("exchange-nonce-bin", b"")
    return {
        "code": call.code().name,
        "nonceBytes": len(nonce),
        "receipt": dict(call.trailing_metadata() or ()).get("exchange-receipt-bin", b"").hex(),
        "hmacs": [hmac.new(nonce, answer, hashlib.sha256).hexdigest() for answer in answers],
        "responses": [json_format.MessageToDict(started.response_type.FromString(answer)) for answer in answers],
        "error": rich_error(call),
    }


def method_proto(method):
    """Which sides stream; this version of the library tells it in the file's descriptor only."""
    from google.protobuf import descriptor_pb2
    file = descriptor_pb2.FileDescriptorProto()
    method.containing_service.file.CopyToProto(file)
    service = next(s for s in file.service if s.name == method.containing_service.name)
    return next(m for m in service.method if m.name == method.name)


def load(folder):
    """Makes the contract's messages known."""
    for file in sorted(os.listdir(os.path.join(folder, "exchange", "v1"))):
        if file.endswith("_pb2.py"):
            importlib.import_module("exchange.v1." + file.removesuffix(".py"))


def connect(address, ca, cert, key):
    """A channel with the partner's certificate."""
    return grpc.secure_channel(address, grpc.ssl_channel_credentials(read(ca), read(key), read(cert)))


def main():
    _, folder, address, ca, cert, key = sys.argv
    load(folder)
    with connect(address, ca, cert, key) as channel:
        print(json.dumps([make(channel, asked) for asked in json.load(sys.stdin)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
