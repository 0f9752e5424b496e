"""A partner's client in Python that makes the calls that it is told of, over mutual TLS, from the shipped protos only.

usage: contract_peer.py STUBS ADDRESS CA CERT KEY < calls.json

STUBS is a directory with what protoc made of protos/. The calls on standard input are a list, made one after the other over one
channel, of {"method": "exchange.v1.Service/Method", "request": {...}, "token": ..., "signing_key": file, "kid": ..., "gzip": true,
"timeout": seconds, "cancel": true}. Only method and request are required; the request is the proto's JSON, or a list of them for a
method that takes a stream; a signature is over the first. Prints one list: what came of each call.
"""

import hashlib
import hmac
import importlib
import json
import os
import sys

from dossier_peer import read, rich_error, sign

import grpc
from google.protobuf import descriptor_pool, json_format, message_factory


def make(channel, asked):
    """What came of one call: its status, its messages, and the HMACs over their exact bytes by the nonce that came with them."""
    service, _, name = asked["method"].partition("/")
    method = descriptor_pool.Default().FindServiceByName(service).FindMethodByName(name)
    factory = message_factory.MessageFactory(descriptor_pool.Default())
    request_type, response_type = factory.GetPrototype(method.input_type), factory.GetPrototype(method.output_type)
    several = asked["request"] if isinstance(asked["request"], list) else [asked["request"]]
    requests = [json_format.ParseDict(request, request_type()) for request in several]
    metadata = []
    if asked.get("token"):
        metadata.append(("authorization", "Bearer " + asked["token"]))
    if asked.get("signing_key"):
        metadata.append(("exchange-signature", sign(asked["signing_key"], asked["kid"], requests[0])))
    proto = method_proto(method)
    shape = ("stream_" if proto.client_streaming else "unary_") + ("stream" if proto.server_streaming else "unary")
    invoke = getattr(channel, shape)("/" + asked["method"], request_serializer=request_type.SerializeToString)
    options = {"metadata": metadata, "timeout": asked.get("timeout", 30),
               "compression": grpc.Compression.Gzip if asked.get("gzip") else grpc.Compression.NoCompression}
    argument = iter(requests) if proto.client_streaming else requests[0]
    call = invoke(argument, **options) if proto.server_streaming else invoke.future(argument, **options)
    answers = []
    if asked.get("cancel"):
        call.cancel()
    try:
        for answer in call if proto.server_streaming else [call.result()]:
            answers.append(answer)
    except (grpc.RpcError, grpc.FutureCancelledError):
        pass  # told by the status
    nonce = dict(call.trailing_metadata() or ()).get("exchange-nonce-bin", b"")
    return {
        "code": call.code().name,
        "nonceBytes": len(nonce),
        "receipt": dict(call.trailing_metadata() or ()).get("exchange-receipt-bin", b"").hex(),
        "hmacs": [hmac.new(nonce, answer, hashlib.sha256).hexdigest() for answer in answers],
        "responses": [json_format.MessageToDict(response_type.FromString(answer)) for answer in answers],
        "error": rich_error(call),
    }


def method_proto(method):
    """Which sides stream; this version of the library tells it in the file's descriptor only."""
    from google.protobuf import descriptor_pb2
    file = descriptor_pb2.FileDescriptorProto()
    method.containing_service.file.CopyToProto(file)
    service = next(s for s in file.service if s.name == method.containing_service.name)
    return next(m for m in service.method if m.name == method.name)


def main():
    _, folder, address, ca, cert, key = sys.argv
    for file in sorted(os.listdir(os.path.join(folder, "exchange", "v1"))):
        if file.endswith("_pb2.py"):
            importlib.import_module("exchange.v1." + file.removesuffix(".py"))
    credentials = grpc.ssl_channel_credentials(read(ca), read(key), read(cert))
    with grpc.secure_channel(address, credentials) as channel:
        print(json.dumps([make(channel, asked) for asked in json.load(sys.stdin)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
