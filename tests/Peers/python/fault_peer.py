"""A partner's client in Python that makes calls that go wrong, many at a time, and says what it was told of each.

usage: fault_peer.py STUBS ADDRESS CA CERT KEY TOOLS

As contract_peer.py, with one JSON object a line on standard input and one JSON list a line on standard output, until the input ends.
TOOLS is a file with the descriptors (protoc --descriptor_set_out) of the services that are not the contract's own.

{"calls": [...]} makes them all at once, {"calls": [...], "inOrder": true} one after the other. {"cancel": {...}} makes one call and
answers with an empty list; the next line, whatever it is, says to cancel it.
"""

import json
import sys

import contract_peer
from dossier_peer import read

from google.protobuf import descriptor_pb2, descriptor_pool


def answer(channel, line):
    """What came of one line's calls."""
    if "cancel" in line:
        started = contract_peer.start(channel, line["cancel"])
        tell([])
        sys.stdin.readline()
        started.call.cancel()
        return [contract_peer.finish(started)]
    if line.get("inOrder"):
        return [contract_peer.make(channel, asked) for asked in line["calls"]]
    return [contract_peer.finish(started) for started in [contract_peer.start(channel, asked) for asked in line["calls"]]]


def tell(seen):
    print(json.dumps(seen), flush=True)


def main():
    _, folder, address, ca, cert, key, tools = sys.argv
    contract_peer.load(folder)
    for file in descriptor_pb2.FileDescriptorSet.FromString(read(tools)).file:
        descriptor_pool.Default().Add(file)
    with contract_peer.connect(address, ca, cert, key) as channel:
        while line := sys.stdin.readline():
            tell(answer(channel, json.loads(line)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
