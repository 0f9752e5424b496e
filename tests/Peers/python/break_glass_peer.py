"""A partner's client in Python that breaks the glass, and the privacy coordinator's that reads of it, from the shipped protos only.

usage: break_glass_peer.py STUBS ADDRESS CA CERT KEY SCENARIO < request.json

STUBS is a directory with what protoc made of protos/. SCENARIO is `break`, `unsigned` or `notifications`. The request on standard
input is {"token": ..., "partnership": ..., "role": ...}, and to break the glass {"purpose": ..., "case": ..., "reason": ...,
"minutes": ..., "idempotency_key": ..., "signing_key": file, "kid": ...} beside these. Prints one JSON object with what it saw;
exits 1 when the scenario went otherwise than the protocol promises.
"""

import hashlib
import hmac
import json
import sys

from dossier_peer import read, sign

import grpc
from exchange.v1 import audit_service_pb2 as audit
from exchange.v1 import audit_service_pb2_grpc as audit_stubs
from exchange.v1 import dossier_service_pb2 as dossier
from exchange.v1 import dossier_service_pb2_grpc as dossier_stubs


def evidence(call, response):
    """What the log must hold of the response."""
    nonce = dict(call.trailing_metadata()).get("exchange-nonce-bin", b"")
    return hmac.new(nonce, response.SerializeToString(), hashlib.sha256).hexdigest()


def break_glass(channel, asked, metadata, is_signed):
    service = dossier_stubs.DossierServiceStub(channel)
    request = dossier.BreakGlassRequest(
        partnership=asked["partnership"],
        acting_role=asked["role"],
        idempotency_key=asked["idempotency_key"],
        case_id=asked["case"],
        purpose=asked["purpose"],
        reason=asked["reason"],
        minutes=asked["minutes"],
    )
    reading = dossier.GetBasisdossierRequest(
        partnership=asked["partnership"], acting_role=asked["role"], purpose=asked["purpose"], case_id=asked["case"])
    try:
        service.GetBasisdossier(reading, metadata=metadata, timeout=20)
        return 1
    except grpc.RpcError as error:
        before = error.code().name

    signature = (("exchange-signature", sign(asked["signing_key"], asked["kid"], request)),) if is_signed else ()
    try:
        response, call = service.BreakGlass.with_call(request, metadata=metadata + signature, timeout=20)
    except grpc.RpcError as error:
        print(json.dumps({"before": before, "code": error.code().name}))
        return 1 if is_signed else 0
    sections = service.GetBasisdossier(reading, metadata=metadata, timeout=20).sections
    print(json.dumps({
        "before": before,
        "until": response.until.ToJsonString(),
        "hmac": evidence(call, response),
        "categories": [s.category for s in sections],
    }))
    return 0 if is_signed else 1


def notifications(channel, asked, metadata):
    request = audit.ListNotificationsRequest(partnership=asked["partnership"], acting_role=asked["role"])
    response, call = audit_stubs.AuditServiceStub(channel).ListNotifications.with_call(request, metadata=metadata, timeout=20)
    print(json.dumps({
        "hmac": evidence(call, response),
        "notifications": [{"entry": n.entry, "kind": audit.NotificationKind.Name(n.kind), "partner": n.partner, "role": n.role,
                           "reason": n.reason, "until": n.until.ToJsonString()} for n in response.notifications],
    }))
    return 0


def main():
    _, _, address, ca, cert, key, scenario = sys.argv
    asked = json.load(sys.stdin)
    credentials = grpc.ssl_channel_credentials(read(ca), read(key), read(cert))
    with grpc.secure_channel(address, credentials) as channel:
        metadata = (("authorization", "Bearer " + asked["token"]),)
        if scenario == "notifications":
            return notifications(channel, asked, metadata)
        return break_glass(channel, asked, metadata, scenario == "break")


if __name__ == "__main__":
    sys.exit(main())
