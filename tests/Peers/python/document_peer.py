"""A source's client in Python, over mutual TLS, from the shipped protos only: it corrects and withdraws what it contributed, and attaches and
gets documents.

usage: document_peer.py STUBS ADDRESS CA CERT KEY SCENARIO < request.json

STUBS is a directory with what protoc made of protos/. The request on standard input is {"token": ..., "partnership": ...,
"role": ..., "signing_key": file, "kid": ..., "idempotency_key": ..., "section": ..., "expected_version": ...}, and for documents
{"purpose": ..., "case": ..., "document": ..., "size": ...} beside these. A scenario is what
to do, and after a hyphen what is to be expected: correct, correct-refused, withdraw-altered, …
Prints one JSON object with what it saw; exits 1 when the scenario went otherwise than the protocol promises.
"""

import hashlib
import hmac
import json
import sys

from dossier_peer import read, rich_error, sign

import grpc
from exchange.v1 import dossier_service_pb2 as pb
from exchange.v1 import dossier_service_pb2_grpc as stubs


def own(request, asked):
    """Fills what every request about an own section has."""
    request.partnership = asked["partnership"]
    request.acting_role = asked["role"]
    request.idempotency_key = asked["idempotency_key"]
    request.section_id = asked["section"]
    return request


def correction(asked):
    request = own(pb.CorrectContributionRequest(expected_version=asked["expected_version"]), asked)
    request.contribution.police.incident_kind = "geweld"
    request.contribution.ground = "Wpg art. 16"
    request.contribution.keep_until.year, request.contribution.keep_until.month, request.contribution.keep_until.day = 2099, 1, 1
    return request


def withdrawal(asked):
    return own(pb.WithdrawContributionRequest(expected_version=asked["expected_version"], reason="Verkeerde persoon"), asked)


def signed(asked, request, expected):
    """The metadata of a call: the token, and unless the scenario spoils it the signature over the request."""
    metadata = (("authorization", "Bearer " + asked["token"]),)
    if expected == "unsigned":
        return metadata
    exact = request.SerializeToString() + b"\x00" if expected == "altered" else None
    return metadata + (("exchange-signature", sign(asked["signing_key"], asked["kid"], request, exact)),)


def call(method, request, asked, expected):
    """One call and what came of it; whether it went as expected."""
    try:
        response, ended = method.with_call(request, metadata=signed(asked, request, expected), timeout=60)
    except grpc.RpcError as error:
        print(json.dumps({"code": error.code().name, "error": rich_error(error)}))
        return expected != ""
    nonce = dict(ended.trailing_metadata()).get("exchange-nonce-bin", b"")
    print(json.dumps({
        "section_id": response.section_id,
        "version": response.version,
        "hmac": hmac.new(nonce, response.SerializeToString(), hashlib.sha256).hexdigest(),
    }))
    return expected == ""


def content_of(size):
    """A document of that many bytes, the same every time."""
    return bytes(i * 31 % 251 for i in range(size))


def attach(service, asked, expected):
    """Attaches a document in chunks of 64 KiB; its first message is what is signed."""
    content = content_of(asked["size"])
    header = own(pb.AttachDocumentRequest(
        name="verslag.pdf", media_type="application/pdf", size=len(content), sha256=hashlib.sha256(content).digest()), asked)
    if expected == "mismatch":
        content = content[:-1] + b"?"

    def messages():
        yield header
        for start in range(0, len(content), 65536):
            yield pb.AttachDocumentRequest(chunk=content[start:start + 65536])

    try:
        response, ended = service.AttachDocument.with_call(messages(), metadata=signed(asked, header, expected), timeout=120)
    except grpc.RpcError as error:
        print(json.dumps({"code": error.code().name, "error": rich_error(error)}))
        return expected != ""
    nonce = dict(ended.trailing_metadata()).get("exchange-nonce-bin", b"")
    print(json.dumps({
        "document_id": response.document_id,
        "hmac": hmac.new(nonce, response.SerializeToString(), hashlib.sha256).hexdigest(),
    }))
    return expected == ""


def get(service, asked, expected):
    """Gets a document: the header first, whose evidence is on the log, then the chunks, which it checks against the header."""
    request = pb.GetDocumentRequest(
        partnership=asked["partnership"],
        acting_role=asked["role"],
        purpose=asked["purpose"],
        case_id=asked["case"],
        document_id=asked["document"],
    )
    stream = service.GetDocument(request, metadata=(("authorization", "Bearer " + asked["token"]),), timeout=120)
    received = b""
    try:
        first = next(stream)
        nonce = dict(stream.initial_metadata())["exchange-nonce-bin"]
        if expected == "cancel":
            stream.cancel()
        for message in stream:
            if message.WhichOneof("part") != "chunk" or not 0 < len(message.chunk) <= 65536:
                return False
            received += message.chunk
    except grpc.RpcError as error:
        print(json.dumps({"code": error.code().name, "error": rich_error(error), "received": len(received)}))
        return expected != ""
    document = first.header.document
    whole = len(received) == document.size and hashlib.sha256(received).digest() == document.sha256
    print(json.dumps({
        "name": document.name,
        "media_type": document.media_type,
        "article": first.header.article,
        "size": len(received),
        "whole": whole and received == content_of(asked["size"]),
        "same_nonce": nonce == dict(stream.trailing_metadata())["exchange-nonce-bin"],
        "hmac": hmac.new(nonce, first.SerializeToString(), hashlib.sha256).hexdigest(),
    }))
    return whole and expected == ""


def main():
    _, _, address, ca, cert, key, scenario = sys.argv
    asked = json.load(sys.stdin)
    what, _, expected = scenario.partition("-")
    credentials = grpc.ssl_channel_credentials(read(ca), read(key), read(cert))
    with grpc.secure_channel(address, credentials) as channel:
        service = stubs.DossierServiceStub(channel)
        if what == "correct":
            return call(service.CorrectContribution, correction(asked), asked, expected)
        if what == "withdraw":
            return call(service.WithdrawContribution, withdrawal(asked), asked, expected)
        if what == "attach":
            return attach(service, asked, expected)
        if what == "get":
            return get(service, asked, expected)
    raise ValueError(scenario)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
