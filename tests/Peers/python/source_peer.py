"""A source's and a recipient's client in Python, over mutual TLS, from the shipped protos only: what is asked of a source, and its answer.

usage: source_peer.py STUBS ADDRESS CA CERT KEY SCENARIO < request.json

STUBS is a directory with what protoc made of protos/. The request on standard input is {"token": ..., "partnership": ...,
"role": ..., "signing_key": file, "kid": ..., "idempotency_key": ...}, with {"purpose": ..., "case": ...} to ask and {"request": ...}
to refuse. Scenarios: ask; watch (until a request comes, which is then granted, after which the stream is cancelled and what was read
is resumed); list; refuse. With "-refused" or "-unsigned" behind it, the call is expected to be refused.
Prints one JSON object with what it saw; exits 1 when the scenario went otherwise than the protocol promises.
"""

import hashlib
import hmac
import json
import sys
import time

from dossier_peer import read, rich_error, sign

import grpc
from exchange.v1 import source_service_pb2 as pb
from exchange.v1 import source_service_pb2_grpc as stubs

NONCE = "exchange-nonce-bin"


def tell(request):
    """A request as the peer saw it."""
    return {"request": request.request_id, "category": request.category, "version": request.version, "recipient": request.recipient,
            "purpose": request.purpose, "state": pb.RequestState.Name(request.state), "granted": request.HasField("granted_until")}


def evidence(nonce, message):
    """What the log holds of a message."""
    return hmac.new(nonce, message.SerializeToString(), hashlib.sha256).hexdigest()


def answer(service, asked, common, metadata, request_id, grant, expected=""):
    """Answers a request, signed."""
    request = pb.AnswerRequestRequest(idempotency_key=asked["idempotency_key"], request_id=request_id, reason="Overlegd.", **common)
    if grant:
        request.grant.until.FromSeconds(int(time.time()) + 3600)
    else:
        request.refuse.SetInParent()
    if expected != "unsigned":
        metadata += (("exchange-signature", sign(asked["signing_key"], asked["kid"], request)),)
    response, call = service.AnswerRequest.with_call(request, metadata=metadata, timeout=60)
    return {**tell(response.request), "hmac": evidence(dict(call.trailing_metadata())[NONCE], response)}


def watch(service, asked, common, metadata):
    """Watches until something is asked, grants it, hangs up, and goes on behind what was read."""
    seen = {"messages": []}
    call = service.WatchRequests(pb.WatchRequestsRequest(**common), metadata=metadata, timeout=120)
    for message in call:
        nonce = dict(call.initial_metadata())[NONCE]
        seen["messages"].append({"requests": [tell(r) for r in message.requests], "hmac": evidence(nonce, message)})
        if message.requests:
            seen["answered"] = answer(service, asked, common, metadata, message.requests[0].request_id, True)
            break
    call.cancel()
    resumed = service.WatchRequests(pb.WatchRequestsRequest(resume_token=message.resume_token, **common), metadata=metadata, timeout=60)
    seen["resumed"] = [tell(r) for r in next(resumed).requests]
    resumed.cancel()
    return seen


def run(service, name, expected, asked, metadata):
    common = {"partnership": asked["partnership"], "acting_role": asked["role"]}
    if name == "ask":
        response, call = service.AskSources.with_call(
            pb.AskSourcesRequest(purpose=asked["purpose"], case_id=asked["case"], **common), metadata=metadata, timeout=60)
        return {"bytes": response.ByteSize(), "hmac": evidence(dict(call.trailing_metadata())[NONCE], response)}
    if name == "watch":
        return watch(service, asked, common, metadata)
    if name == "list":
        response, call = service.ListRequests.with_call(pb.ListRequestsRequest(**common), metadata=metadata, timeout=60)
        return {"requests": [tell(r) for r in response.requests], "hmac": evidence(dict(call.trailing_metadata())[NONCE], response)}
    return answer(service, asked, common, metadata, asked["request"], False, expected)


def main():
    _, _, address, ca, cert, key, scenario = sys.argv
    asked = json.load(sys.stdin)
    name, _, expected = scenario.partition("-")
    credentials = grpc.ssl_channel_credentials(read(ca), read(key), read(cert))
    with grpc.secure_channel(address, credentials) as channel:
        try:
            seen = run(stubs.SourceServiceStub(channel), name, expected, asked, (("authorization", "Bearer " + asked["token"]),))
        except grpc.RpcError as error:
            print(json.dumps({"code": error.code().name, "error": rich_error(error)}))
            return 0 if expected else 1
        print(json.dumps(seen))
        return 1 if expected else 0


if __name__ == "__main__":
    sys.exit(main())
