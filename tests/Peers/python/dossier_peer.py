"""A partner's client in Python, over mutual TLS, from the shipped protos only.

usage: dossier_peer.py STUBS ADDRESS CA CERT KEY SCENARIO < request.json

STUBS is a directory with what protoc made of protos/. The request on standard input is
{"token": ..., "partnership": ..., "role": ..., "purpose": ..., "case": ..., "alias": ..., "meeting": ...}.
Prints one JSON object with what it saw; exits 1 when the scenario went otherwise than the protocol promises.
"""

import hashlib
import hmac
import json
import sys

sys.path.insert(0, sys.argv[1])

import grpc  # noqa: E402
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


def main():
    _, _, address, ca, cert, key, scenario = sys.argv
    asked = json.load(sys.stdin)
    credentials = grpc.ssl_channel_credentials(read(ca), read(key), read(cert))
    compression = grpc.Compression.Gzip if scenario == "gzip" else grpc.Compression.NoCompression
    with grpc.secure_channel(address, credentials, compression=compression) as channel:
        service = stubs.DossierServiceStub(channel)
        request = pb.GetBasisdossierRequest(
            partnership=asked["partnership"],
            acting_role=asked["role"],
            purpose=asked["purpose"],
            meeting_id=asked.get("meeting", ""),
        )
        if asked.get("alias"):
            request.alias = asked["alias"]
        else:
            request.case_id = asked["case"]
        metadata = (("authorization", "Bearer " + asked["token"]),)

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
