"""A partner's client in Python: finds a case, contributes to it, and reads its dossier page by page.

usage: client.py [CASE]

With a case on the command line it only reads that one. Settings come from the environment; README.md lists them.
"""

import base64
import datetime
import hashlib
import hmac
import json
import os
import secrets
import sys
import time

import grpc
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from exchange.v1 import common_pb2 as common
from exchange.v1 import dossier_service_pb2 as pb
from google.rpc import error_details_pb2, status_pb2

CALLER = {"partnership": "amsterdam", "acting_role": "coordinator", "purpose": "casusoverleg", "meeting_id": "meldpunt"}
GROUND = "AVG art. 6(1)(e), Gemeentewet art. 172"  # word for word as in the covenant
DEADLINE = 10  # seconds, for every attempt
TRY_AGAIN = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.ABORTED, grpc.StatusCode.DEADLINE_EXCEEDED)


def setting(name):
    """What a file says that the environment names."""
    with open(os.environ[name], "rb") as file:
        return file.read()


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def sign(message_name, exact):
    """The organisation's detached JWS over the exact bytes of a request."""
    header = {"alg": "ES256", "kid": os.environ["EXCHANGE_KID"], "typ": message_name + "+jws"}
    protected = base64url(json.dumps(header).encode())
    key = serialization.load_pem_private_key(setting("EXCHANGE_SIGNING_KEY"), None)
    der = key.sign(f"{protected}.{base64url(exact)}".encode(), ec.ECDSA(hashes.SHA256()))
    r, s = utils.decode_dss_signature(der)
    return f"{protected}..{base64url(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def base64text(data):
    return base64.b64encode(data).decode()


def keep(rpc, trailers, **what):
    """Keeps what proves later what was answered or refused, with the entry of the log that tells of it. It is personal data."""
    trailers = dict(trailers or ())
    if "exchange-receipt-bin" not in trailers:
        return  # nothing was logged: the call did not come through
    receipt = common.Receipt.FromString(trailers["exchange-receipt-bin"])
    line = {"rpc": rpc, "index": receipt.index, "leafHash": base64text(receipt.leaf_hash), **what}
    with open(os.open(os.environ["EXCHANGE_EVIDENCE"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a") as file:
        file.write(json.dumps(line) + "\n")


def keep_answer(rpc, trailers, exact):
    nonce = dict(trailers)["exchange-nonce-bin"]
    keep(rpc, trailers, nonce=base64text(nonce), response=base64text(exact))
    print("evidence", rpc, hmac.new(nonce, exact, hashlib.sha256).hexdigest())


def details(error):
    """What a refusal tells: its reason, and the fields at fault."""
    status = status_pb2.Status.FromString(dict(error.trailing_metadata() or ()).get("grpc-status-details-bin", b""))
    info, fields = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    for detail in status.details:
        detail.Unpack(info) or detail.Unpack(fields)
    return info, fields


def call(channel, rpc, request, response_type, signed=False):
    """One call. Without an answer the same bytes go again: under one idempotency key it is done once."""
    exact = request.SerializeToString()  # once: these bytes are signed, and these are sent
    method = channel.unary_unary("/exchange.v1.DossierService/" + rpc)  # bytes in, bytes out
    for wait in (0.5, 1, 2, None):
        metadata = [("authorization", "Bearer " + setting("EXCHANGE_TOKEN_FILE").decode().strip())]  # may have been renewed
        if signed:
            metadata.append(("exchange-signature", sign(request.DESCRIPTOR.full_name, exact)))
        try:
            answer, ended = method.with_call(exact, metadata=metadata, timeout=DEADLINE)
        except grpc.RpcError as error:
            keep(rpc, error.trailing_metadata(), reason=details(error)[0].reason)
            if wait is None or error.code() not in TRY_AGAIN:
                raise
            time.sleep(wait)
        else:
            keep_answer(rpc, ended.trailing_metadata(), answer)
            return response_type.FromString(answer)


def contribute(channel, case):
    last_day = datetime.date.today() + datetime.timedelta(days=30)
    request = pb.ContributeRequest(case_id=case, idempotency_key=secrets.token_hex(16), **CALLER)
    request.contribution.signals.kind = "gedrag"
    request.contribution.signals.narrative = "Een verzonnen melding."
    request.contribution.ground = GROUND
    request.contribution.keep_until.year, request.contribution.keep_until.month = last_day.year, last_day.month
    request.contribution.keep_until.day = last_day.day
    response = call(channel, "Contribute", request, pb.ContributeResponse, signed=True)
    print(f"contributed {response.section_id} version {response.version}")


def read(channel, case):
    token, page = "", 0
    while page == 0 or token:
        request = pb.GetBasisdossierRequest(case_id=case, page_size=2, page_token=token, **CALLER)
        response = call(channel, "GetBasisdossier", request, pb.GetBasisdossierResponse)
        token, page = response.next_page_token, page + 1
        for section in response.sections:
            level = common.Level.Name(section.level).removeprefix("LEVEL_").lower()
            print(f"page {page}: {section.category} of {section.source}, {level} by article {section.article}, "
                  f"for {section.obligations.purpose} only")


def refused(error):
    """Says why: act on the reason, never on the sentence."""
    info, fields = details(error)
    print(error.code().name, info.reason or "-", error.details(), "trace", info.metadata["trace_id"] or "-", file=sys.stderr)
    for violation in fields.field_violations:
        print(f"  {violation.field}: {violation.description}", file=sys.stderr)


def main():
    credentials = grpc.ssl_channel_credentials(setting("EXCHANGE_CA"), setting("EXCHANGE_KEY"), setting("EXCHANGE_CERT"))
    with grpc.secure_channel(os.environ["EXCHANGE_ADDRESS"], credentials) as channel:
        try:
            if len(sys.argv) > 1:
                read(channel, sys.argv[1])
                return 0
            cases = call(channel, "ListCases", pb.ListCasesRequest(**CALLER), pb.ListCasesResponse).cases
            if not cases:
                print("no case yet: open one first", file=sys.stderr)
                return 1
            contribute(channel, cases[0].case_id)
            read(channel, cases[0].case_id)
            return 0
        except grpc.RpcError as error:
            refused(error)
            return 1


if __name__ == "__main__":
    sys.exit(main())
