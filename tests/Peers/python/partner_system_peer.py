"""A partner's own system in Python: exchange.partner.v1.PartnerSystem over mutual TLS, from the shipped protos only.

usage: partner_system_peer.py STUBS CA CERT KEY

STUBS is a directory with what protoc made of protos/. Listens on free loopback ports and prints one JSON object a line: first
{"port": ..., "foreignPort": ...}, then {"seen": ...} for every question. A line "NAME" on standard input changes how it behaves from
then on, which it confirms with {"behaviour": NAME}; the end of standard input ends it. The foreign port speaks TLS and no gRPC.
"""

import json
import socket
import ssl
import sys
import threading
import time
from concurrent import futures

sys.path.insert(0, sys.argv[1])

import grpc  # noqa: E402
from exchange.partner.v1 import partner_system_pb2 as pb  # noqa: E402

BEHAVIOUR = "answers"
CALLS = 0
OUTPUT = threading.Lock()
ENDED = threading.Event()


def say(what):
    with OUTPUT:
        print(json.dumps(what), flush=True)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def section(bsn, **fields):
    made = pb.PartnerSection(bsn=bsn, keep_until={"year": 2099, "month": 12, "day": 31}, date={"year": 2026, "month": 3})
    made.work_income.benefit = "bijstand"
    for name, value in fields.items():
        setattr(made.work_income, name, value)
    return made


def answer(request, behaviour):
    """What the behaviour makes of a question: the bytes of a response."""
    now = int(time.time())
    found = pb.GetSectionsResponse(question_id=request.question_id, answer=pb.ANSWER_FOUND, as_of={"seconds": now})
    bsn = request.bsn
    if behaviour == "finds-nothing":
        found.answer = pb.ANSWER_NOTHING_FOUND
    elif behaviour == "refuses":
        found.answer = pb.ANSWER_REFUSED
    elif behaviour == "garbage":
        return b"\xff\xff\xff\xff this is no protobuf"
    elif behaviour == "too-much":
        found.sections.extend([section(bsn, narrative="x" * 65536)] * 3)
    elif behaviour == "long":
        found.sections.append(section(bsn, narrative="x" * 65536))
    elif behaviour == "another-person":
        found.sections.extend([section(bsn), section("999990020")])
    elif behaviour == "unasked-field":
        found.sections.append(section(bsn, employer="Bakkerij De Verzinning"))
    elif behaviour == "unasked-category":
        made = section(bsn)
        made.police.incident_kind = "overig"
        found.sections.append(made)
    elif behaviour == "another-question":
        found.question_id = "AAAAAAAAAAAAAAAAAAAAAA"
        found.sections.append(section(bsn))
    elif behaviour == "bad-code":
        found.sections.append(section(bsn, benefit="rijk"))
    elif behaviour == "generalised":
        made = section(bsn)
        made.work_income.since.age_band.lowest = 18
        found.sections.append(made)
    elif behaviour == "unknown-field":
        found.sections.append(section(bsn))
        return found.SerializeToString() + b"\xfa\x3e\x03new"  # field 999
    elif behaviour == "old":
        found.as_of.seconds = now - 3 * 24 * 3600
        found.sections.append(section(bsn))
    elif behaviour == "from-the-future":
        found.as_of.seconds = now + 3600
        found.sections.append(section(bsn))
    else:
        found.sections.append(section(bsn))
    return found.SerializeToString()


def get_sections(request, context):
    global CALLS
    CALLS += 1
    behaviour = BEHAVIOUR
    common_name = context.auth_context().get("x509_common_name", [b""])[0].decode()
    say({"seen": {
        "id": request.question_id,
        "bsn": request.bsn,
        "asked": {asked.category: list(asked.fields) for asked in request.asked},
        "metadata": sorted(key for key, _ in context.invocation_metadata()),
        "caller": common_name,
        "bytes": request.ByteSize(),
    }})
    if behaviour == "unavailable" or (behaviour == "unavailable-once" and CALLS == 1):
        context.abort(grpc.StatusCode.UNAVAILABLE, "down for the night")
    if behaviour == "denied":
        context.abort(grpc.StatusCode.PERMISSION_DENIED, "not for you")
    if behaviour == "fails":
        context.abort(grpc.StatusCode.INTERNAL, "something broke")
    if behaviour == "hangs":
        ENDED.wait(20)
    return answer(request, behaviour)


def speak_something_else(listener, context):
    while True:
        plain, _ = listener.accept()
        try:
            with context.wrap_socket(plain, server_side=True) as connection:
                connection.recv(4096)
                connection.sendall(b"220 mail.example ESMTP ready\r\n" * 10)
        except OSError:
            pass


def main():
    global BEHAVIOUR, CALLS
    _, _, ca, cert, key = sys.argv
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=16))
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("exchange.partner.v1.PartnerSystem", {
        "GetSections": grpc.unary_unary_rpc_method_handler(get_sections, pb.GetSectionsRequest.FromString, lambda made: made),
    }),))
    credentials = grpc.ssl_server_credentials([(read(key), read(cert))], read(ca), require_client_auth=True)
    port = server.add_secure_port("127.0.0.1:0", credentials)
    server.start()

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    context.load_verify_locations(ca)
    context.verify_mode = ssl.CERT_REQUIRED
    context.set_alpn_protocols(["h2"])
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=speak_something_else, args=(listener, context), daemon=True).start()

    say({"port": port, "foreignPort": listener.getsockname()[1]})
    for line in sys.stdin:
        BEHAVIOUR, CALLS = line.strip(), 0
        say({"behaviour": BEHAVIOUR})
    ENDED.set()
    server.stop(0)


if __name__ == "__main__":
    main()
