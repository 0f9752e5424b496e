"""A partner's client in Python, over mutual TLS, from the shipped protos only.

usage: dossier_peer.py STUBS ADDRESS CA CERT KEY SCENARIO < request.json

STUBS is a directory with what protoc made of protos/. The request on standard input is
{"token": ..., "partnership": ..., "role": ..., "purpose": ..., "case": ..., "alias": ..., "meeting": ...}, and for the scenarios
that contribute {"signing_key": file, "kid": ..., "ground": ..., "idempotency_key": ...} beside these. The scenarios "list",
"describe", "preview" (with {"category": ..., "ground": ...}) and "own" call the RPC of that name, and with "-refusal" behind it
expect to be refused.
Prints one JSON object with what it saw; exits 1 when the scenario went otherwise than the protocol promises.
"""

import base64
import hashlib
import hmac
import json
import sys

sys.path.insert(0, sys.argv[1])

import grpc  # noqa: E402
from cryptography.hazmat.primitives import hashes, serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import ec, utils  # noqa: E402
from exchange.v1 import dossier_service_pb2 as pb  # noqa: E402
from exchange.v1 import dossier_service_pb2_grpc as stubs  # noqa: E402
from google.rpc import error_details_pb2, status_pb2  # noqa: E402


def read(path):
    with open(path, "rb") as file:
        return file.read()


def rich_error(error):
    """The google.rpc.Status of a failed call: reason, domain and field violations."""
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            status = status_pb2.Status.FromString(value)
            seen = {"code": status.code, "message": status.message, "fields": []}
            for detail in status.details:
                if detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
                    info = error_details_pb2.ErrorInfo()
                    detail.Unpack(info)
                    seen.update(reason=info.reason, domain=info.domain)
                if detail.Is(error_details_pb2.BadRequest.DESCRIPTOR):
                    bad = error_details_pb2.BadRequest()
                    detail.Unpack(bad)
                    seen["fields"] = [v.field for v in bad.field_violations]
            return seen
    return None


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def sign(key_file, kid, message, exact=None):
    """The detached JWS over a request message, for the metadata exchange-signature."""
    key = serialization.load_pem_private_key(read(key_file), None)
    header = {"alg": "ES256", "kid": kid, "typ": message.DESCRIPTOR.full_name + "+jws"}
    protected = base64url(json.dumps(header).encode("utf-8"))
    payload = base64url(message.SerializeToString() if exact is None else exact)
    r, s = utils.decode_dss_signature(key.sign(f"{protected}.{payload}".encode("ascii"), ec.ECDSA(hashes.SHA256())))
    return f"{protected}..{base64url(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def contribute(service, asked, metadata, scenario):
    """Contributes a section with a signature; prints what came of it."""
    request = pb.ContributeRequest(
        partnership=asked["partnership"],
        acting_role=asked["role"],
        idempotency_key=asked["idempotency_key"],
        purpose=asked["purpose"],
        case_id=asked["case"],
    )
    request.contribution.police.incident_kind = "bedreiging"
    # Long enough that compression does something.
    request.contribution.police.narrative = "Verzonnen melding. " * 100
    request.contribution.ground = asked["ground"]
    request.contribution.keep_until.year, request.contribution.keep_until.month, request.contribution.keep_until.day = 2099, 1, 1
    exact = request.SerializeToString() + b"\x00" if scenario == "contribute-altered" else None
    if scenario != "contribute-unsigned":
        metadata += (("exchange-signature", sign(asked["signing_key"], asked["kid"], request, exact)),)
    refused = scenario in ("contribute-altered", "contribute-unsigned")
    try:
        response = service.Contribute(request, metadata=metadata, timeout=20)
    except grpc.RpcError as error:
        print(json.dumps({"code": error.code().name, "error": rich_error(error)}))
        return 0 if refused else 1
    print(json.dumps({"section_id": response.section_id, "version": response.version}))
    return 1 if refused else 0


def hmac_of(call, response):
    """The HMAC that the log should hold of the response, by the nonce in the trailer."""
    nonce = dict(call.trailing_metadata()).get("exchange-nonce-bin", b"")
    return hmac.new(nonce, response.SerializeToString(), hashlib.sha256).hexdigest()


def read_rpc(service, name, asked, metadata):
    """Calls one of the RPCs that only read, and tells what it answered."""
    common = {"partnership": asked["partnership"], "acting_role": asked["role"]}
    case = {"alias": asked["alias"]} if asked.get("alias") else {"case_id": asked.get("case", "")}
    if name == "list":
        pages, token = [], ""
        while True:
            response, call = service.ListCases.with_call(
                pb.ListCasesRequest(purpose=asked["purpose"], meeting_id=asked.get("meeting", ""), page_size=1,
                                    page_token=token, **common), metadata=metadata, timeout=20)
            pages.append([{"reference": c.WhichOneof("reference"), "name": getattr(c, c.WhichOneof("reference")), "view": c.view,
                           "relation": c.relation, "state": c.state, "opened": c.HasField("opened_on")} for c in response.cases])
            token = response.next_page_token
            if not token:
                return {"pages": pages, "hmac": hmac_of(call, response)}
    if name == "describe":
        response, call = service.DescribeAccess.with_call(
            pb.DescribeAccessRequest(purpose=asked["purpose"], meeting_id=asked.get("meeting", ""), **case, **common),
            metadata=metadata, timeout=20)
        return {"view": response.view, "reference": response.WhichOneof("reference"),
                "rows": [{"category": r.category, "sources": list(r.sources), "level": r.terms.level, "article": r.terms.article,
                          "lifted": r.when_secrecy_lifted.level} for r in response.rows],
                "articles": {a.article: a.ground for a in response.articles}, "hmac": hmac_of(call, response)}
    if name == "preview":
        response, call = service.PreviewContribution.with_call(
            pb.PreviewContributionRequest(purpose=asked["purpose"], meeting_id=asked.get("meeting", ""), category=asked["category"],
                                          ground=asked["ground"], **case, **common), metadata=metadata, timeout=20)
        return {"rows": [{"partners": list(r.partners), "roles": list(r.roles), "forums": list(r.forums), "level": r.level,
                          "article": r.article, "must_ask": r.must_ask} for r in response.rows],
                "bytes": response.ByteSize(), "hmac": hmac_of(call, response)}
    response, call = service.ListOwnContributions.with_call(
        pb.ListOwnContributionsRequest(**common), metadata=metadata, timeout=20)
    return {"contributions": [{"category": c.category, "content": c.contribution.WhichOneof("content"), "version": c.version,
                               "ground": c.contribution.ground, "keep_until": c.contribution.keep_until.year}
                              for c in response.contributions], "hmac": hmac_of(call, response)}


def main():
    _, _, address, ca, cert, key, scenario = sys.argv
    asked = json.load(sys.stdin)
    credentials = grpc.ssl_channel_credentials(read(ca), read(key), read(cert))
    compression = grpc.Compression.Gzip if scenario.endswith("gzip") else grpc.Compression.NoCompression
    with grpc.secure_channel(address, credentials, compression=compression) as channel:
        service = stubs.DossierServiceStub(channel)
        metadata = (("authorization", "Bearer " + asked["token"]),)
        if scenario.startswith("contribute"):
            return contribute(service, asked, metadata, scenario)

        request = pb.GetBasisdossierRequest(
            partnership=asked["partnership"],
            acting_role=asked["role"],
            purpose=asked["purpose"],
            meeting_id=asked.get("meeting", ""),
        )
        if asked.get("alias"):
            request.alias = asked["alias"]
        else:
            request.case_id = asked.get("case", "")

        name, _, expected = scenario.partition("-")
        if name in ("list", "describe", "preview", "own"):
            try:
                print(json.dumps(read_rpc(service, name, asked, metadata)))
                return 1 if expected else 0
            except grpc.RpcError as error:
                print(json.dumps({"code": error.code().name, "details": error.details(), "error": rich_error(error)}))
                return 0 if expected else 1

        if scenario == "cancel":
            call = service.GetBasisdossier.future(request, metadata=metadata, timeout=20)
            call.cancel()
            try:
                call.result()
            except (grpc.FutureCancelledError, grpc.RpcError):
                pass
            # The channel lives on: the next call on it is answered.
            service.GetBasisdossier(request, metadata=metadata, timeout=20)
            print(json.dumps({"cancelled": call.cancelled(), "code": call.code().name}))
            return 0 if call.cancelled() else 1

        # The test keeps the log from being written, so the gateway cannot answer in time.
        timeout = 0.5 if scenario == "deadline" else 20
        try:
            response, call = service.GetBasisdossier.with_call(request, metadata=metadata, timeout=timeout)
        except grpc.RpcError as error:
            print(json.dumps({"code": error.code().name, "details": error.details(), "error": rich_error(error)}))
            return 0 if scenario in ("refusal", "deadline") else 1

        nonce = dict(call.trailing_metadata()).get("exchange-nonce-bin", b"")
        exact = response.SerializeToString()
        print(json.dumps({
            "view": response.view,
            "reference": response.WhichOneof("reference"),
            "sections": [{"category": s.category, "source": s.source, "level": s.level, "article": s.article,
                          "content": s.WhichOneof("content")} for s in response.sections],
            "bytes": len(exact),
            "hmac": hmac.new(nonce, exact, hashlib.sha256).hexdigest(),
        }))
        return 0 if scenario in ("permitted", "gzip") else 1


if __name__ == "__main__":
    sys.exit(main())
