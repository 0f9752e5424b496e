"""A reviewer's program in Python that checks the log without trusting who runs the gateway.

usage: audit_peer.py STUBS ADDRESS CA CERT KEY < request.json

STUBS is a directory with what protoc made of protos/. The request on standard input is
{"token": ..., "partnership": ..., "role": ..., "log_key": the path of the log's public key in PEM}. Searches everything that the reviewer may see, and proves of each entry that it is in
the tree whose signed head was fetched before, by RFC 9162, 2.1.3.2, with nothing but hashlib; and that the log only grew meanwhile, by
2.1.4.2. Signatures are checked by ../audit/verify_log.py, that is by openssl. Prints one JSON object with what it saw; exits 1 when
something cannot be proved, or when something changed can.
"""

import hashlib
import json
import os
import sys

sys.path.insert(0, sys.argv[1])
sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "audit"))

import grpc  # noqa: E402
from exchange.audit.v1 import entry_pb2  # noqa: E402
from exchange.v1 import audit_service_pb2 as pb  # noqa: E402
from exchange.v1 import audit_service_pb2_grpc as stubs  # noqa: E402
from verify_log import Checkpoint, Key  # noqa: E402


def read(path):
    with open(path, "rb") as file:
        return file.read()


def hash_leaf(leaf):
    return hashlib.sha256(b"\x00" + leaf).digest()


def is_included(index, size, leaf_hash, path, root):
    """RFC 9162, 2.1.3.2, step by step."""
    if index >= size:
        return False
    fn, sn, r = index, size - 1, leaf_hash
    for p in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = hashlib.sha256(b"\x01" + p + r).digest()
            if not fn & 1:
                while fn and not fn & 1:
                    fn, sn = fn >> 1, sn >> 1
        else:
            r = hashlib.sha256(b"\x01" + r + p).digest()
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root


def is_consistent(first, second, first_root, second_root, path):
    """RFC 9162, 2.1.4.2, step by step."""
    if first == second:
        return not path and first_root == second_root
    path = list(path)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    if not path:
        return False
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = hashlib.sha256(b"\x01" + c + fr).digest(), hashlib.sha256(b"\x01" + c + sr).digest()
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = hashlib.sha256(b"\x01" + sr + c).digest()
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_root and sr == second_root


def is_signed(answer, size, root, key):
    checkpoint = Checkpoint(answer.checkpoint.encode(), key)
    return (checkpoint.size, checkpoint.root) == (size, root)


def main():
    _, _, address, ca, cert, key = sys.argv
    asked = json.load(sys.stdin)
    who = {"partnership": asked["partnership"], "acting_role": asked["role"]}
    credentials = grpc.ssl_channel_credentials(read(ca), read(key), read(cert))
    with grpc.secure_channel(address, credentials) as channel:
        service = stubs.AuditServiceStub(channel)
        how = {"metadata": (("authorization", "Bearer " + asked["token"]),), "timeout": 60}
        calls = 1
        key = Key(asked["log_key"])
        head = service.GetHead(pb.GetHeadRequest(**who), **how)
        signed = is_signed(head, head.tree_size, head.root_hash, key)

        entries, token = [], None
        while token != "":
            page = service.Search(pb.SearchRequest(page_size=4, page_token=token or "", **who), **how)
            calls += 1
            # What came on the log after the head, such as this very search, is not in its tree.
            entries += [e for e in page.entries if e.index < head.tree_size]
            token = page.next_page_token

        proved, leaves, wrongly_proved = 0, 0, 0
        for entry in entries:
            got = service.GetEntry(pb.GetEntryRequest(index=entry.index, **who), **how)
            proof = service.GetInclusionProof(pb.GetInclusionProofRequest(index=entry.index, tree_size=head.tree_size, **who), **how)
            calls += 2
            if got.leaf:
                leaves += 1
                leaf_hash = hash_leaf(got.leaf)
                leaf = entry_pb2.Entry.FromString(got.leaf)
                if leaf.time != entry.time or leaf.WhichOneof("event") != entry.event or leaf.outcome != entry.outcome:
                    print(f"entry {entry.index} is not what its leaf says", file=sys.stderr)
                    return 1
                changed = hash_leaf(bytes([got.leaf[0] ^ 1]) + got.leaf[1:])
            else:
                leaf_hash = got.leaf_hash
                changed = bytes([leaf_hash[0] ^ 1]) + leaf_hash[1:]
            proved += is_included(entry.index, head.tree_size, leaf_hash, proof.path, head.root_hash)
            signed &= is_signed(proof, head.tree_size, head.root_hash, key)
            wrongly_proved += is_included(entry.index, head.tree_size, changed, proof.path, head.root_hash)
            wrongly_proved += is_included(entry.index ^ 1, head.tree_size, leaf_hash, proof.path, head.root_hash)

        now = service.GetHead(pb.GetHeadRequest(**who), **how)
        growth = service.GetConsistencyProof(
            pb.GetConsistencyProofRequest(first_size=head.tree_size, tree_size=now.tree_size, **who), **how)
        calls += 2
        signed &= is_signed(now, now.tree_size, now.root_hash, key) and is_signed(growth, now.tree_size, now.root_hash, key)
        sizes = head.tree_size, now.tree_size
        grew = now.tree_size > head.tree_size and is_consistent(*sizes, head.root_hash, now.root_hash, growth.path)
        other = bytes([head.root_hash[0] ^ 1]) + head.root_hash[1:]
        wrongly_proved += is_consistent(*sizes, other, now.root_hash, growth.path)

    print(json.dumps({
        "signed": signed,
        "grew": grew,
        "treeSize": head.tree_size,
        "root": head.root_hash.hex(),
        "entries": [e.index for e in entries],
        "reads": sum(e.event == "dossier_read" for e in entries),
        "proved": proved,
        "leaves": leaves,
        "wronglyProved": wrongly_proved,
        "calls": calls,
    }))
    return 0 if proved == len(entries) and wrongly_proved == 0 and signed and grew else 1


if __name__ == "__main__":
    sys.exit(main())
