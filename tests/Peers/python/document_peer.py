"""A source's client in Python, over mutual TLS, from the shipped protos only: it corrects and withdraws what it contributed.

usage: document_peer.py STUBS ADDRESS CA CERT KEY SCENARIO < request.json

STUBS is a directory with what protoc made of protos/. The request on standard input is {"token": ..., "partnership": ...,
"role": ..., "signing_key": file, "kid": ..., "idempotency_key": ..., "section": ..., "expected_version": ...}. A scenario is what
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
    raise ValueError(scenario)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
