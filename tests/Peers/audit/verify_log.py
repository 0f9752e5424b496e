#!/usr/bin/env python3
"""A second verifier of the log, that shares nothing with Exchange: Python's standard library, and `openssl dgst -verify`.

usage: verify_log.py --key PUBLIC.pem [--against OLD_CHECKPOINT] [--from INDEX] WHAT

WHAT is an export in a directory (C2SP tlog-tiles), a proof of an entry (C2SP tlog-proof), or a proof that the log only grew since
OLD_CHECKPOINT (the body of a C2SP tlog-witness add-checkpoint request). PUBLIC.pem is the log's public key as PEM.
Prints one line; exits 0 when everything is as the key signed it, 1 when it is not, 2 when it was asked wrongly. Written from the
specifications (c2sp.org/signed-note, tlog-checkpoint, tlog-tiles, tlog-proof; RFC 6962), not from the other verifier.
"""

import argparse
import base64
import hashlib
import os
import re
import subprocess
import sys
import tempfile

WIDTH = 256


class Wrong(Exception):
    """What is wrong, in a sentence."""


def leaf_hash(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_hash(hashes):
    """MTH of RFC 6962, 2.1, over hashes that are leaves of it already."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return node_hash(tree_hash(hashes[:split]), tree_hash(hashes[split:]))


def decode(text, what):
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raise Wrong(f"{what} is not base64") from None
    if base64.b64encode(raw).decode() != text:
        raise Wrong(f"{what} is not base64 as it is written")
    return raw


def decimal(text, what):
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", text, re.ASCII) or int(text) >= 1 << 63:
        raise Wrong(f"{what} is no number")
    return int(text)


class Checkpoint:
    """A signed note whose text is a checkpoint, signed by the key."""

    def __init__(self, raw, key):
        try:
            note = raw.decode("utf-8", errors="strict")
        except UnicodeDecodeError:
            raise Wrong("the checkpoint is not UTF-8") from None
        text, separator, signatures = note.rpartition("\n\n")
        if not separator or not signatures.endswith("\n") or any(ord(c) < 32 and c != "\n" for c in note):
            raise Wrong("the checkpoint is no note")
        text += "\n"
        lines = text.split("\n")[:-1]
        if len(lines) < 3 or not all(lines):
            raise Wrong("the checkpoint lacks lines")
        self.origin, self.size, self.root = lines[0], decimal(lines[1], "the size"), decode(lines[2], "the root")
        if len(self.root) != 32:
            raise Wrong("the root is no hash")
        self.check(text, signatures, key)

    def check(self, text, signatures, key):
        signed = False
        for line in signatures[:-1].split("\n"):
            parts = line.split(" ")
            if len(parts) != 3 or parts[0] != "\u2014" or not parts[1] or re.search(r"[\s+]", parts[1]):
                raise Wrong("a signature line is none")
            raw = decode(parts[2], "a signature")
            if len(raw) < 5:
                raise Wrong("a signature is too short")
            # Signature type 0x02: the key's id is the hash of its SubjectPublicKeyInfo. Signatures of other keys are ignored.
            if parts[1] != self.origin or raw[:4] != key.id:
                continue
            if not key.verifies(text.encode(), raw[4:]):
                raise Wrong("the signature of the checkpoint does not hold")
            signed = True
        if not signed:
            raise Wrong("the key did not sign the checkpoint")


class Key:
    def __init__(self, path):
        self.path = path
        with open(path, encoding="ascii") as file:
            match = re.search("-----BEGIN PUBLIC KEY-----(.*?)-----END PUBLIC KEY-----", file.read(), re.DOTALL)
        if not match:
            raise ValueError("no public key in PEM")
        self.id = hashlib.sha256(base64.b64decode(match[1])).digest()[:4]

    def verifies(self, data, signature):
        with tempfile.NamedTemporaryFile() as file:
            file.write(signature)
            file.flush()
            return subprocess.run(
                ["openssl", "dgst", "-sha256", "-verify", self.path, "-signature", file.name],
                input=data, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


class Export:
    def __init__(self, folder):
        self.folder = folder

    def read(self, kind, index, width):
        """A tile or bundle; one that grew full meanwhile serves for a partial one."""
        path = f"{index % 1000:03}"
        rest = index // 1000
        while rest:
            path = f"x{rest % 1000:03}/{path}"
            rest //= 1000
        for name, whole in ((f"tile/{kind}/{path}" + ("" if width == WIDTH else f".p/{width}"), True), (f"tile/{kind}/{path}", False)):
            try:
                with open(os.path.join(self.folder, name), "rb") as file:
                    return name, file.read(), whole or width == WIDTH
            except FileNotFoundError:
                continue
        raise Wrong(f"tile/{kind}/{path} is missing")

    def hashes(self, level, index, width):
        name, raw, exact = self.read(level, index, width)
        if len(raw) != 32 * (width if exact else WIDTH):
            raise Wrong(f"{name} has another length")
        return name, [raw[i:i + 32] for i in range(0, 32 * width, 32)]

    def entries(self, index, width):
        name, raw, exact = self.read("entries", index, width)
        entries, at = [], 0
        while at < len(raw):
            length = int.from_bytes(raw[at:at + 2], "big")
            entry = raw[at + 2:at + 2 + length]
            if at + 2 > len(raw) or len(entry) != length:
                raise Wrong(f"{name} is cut off")
            entries.append(entry)
            at += 2 + length
        if len(entries) != (width if exact else WIDTH):
            raise Wrong(f"{name} has another number of entries")
        return name, entries[:width]


class Tree:
    """The tiles over leaves that come in order: what is full goes up a level."""

    def __init__(self, check):
        self.levels, self.size, self.check = [], 0, check

    def begin(self, size, export, total):
        """Goes on behind entries that are pruned: the hashes of their tiles are what the export says; the root vouches for them."""
        self.size = size
        level = 0
        while size >> (8 * level):
            at = size >> (8 * level)
            first = at & ~(WIDTH - 1)
            known = []
            if at > first:
                width = min(WIDTH, (total >> (8 * level)) - first)
                known = export.hashes(level, first // WIDTH, width)[1][:at - first]
            self.levels.append([first // WIDTH, known])
            level += 1

    def add(self, hash_, level=0):
        if level == 0:
            self.size += 1
        if level == len(self.levels):
            self.levels.append([0, []])
        index, hashes = self.levels[level]
        hashes.append(hash_)
        if len(hashes) == WIDTH:
            self.check(level, index, hashes)
            self.levels[level] = [index + 1, []]
            self.add(tree_hash(hashes), level + 1)

    def root(self):
        below = None
        for _, hashes in self.levels:
            if hashes or below:
                below = tree_hash(hashes + ([below] if below else []))
        return below or tree_hash([])


def verify_export(folder, key, old, start):
    export = Export(folder)
    try:
        with open(os.path.join(folder, "checkpoint"), "rb") as file:
            now = Checkpoint(file.read(), key)
    except FileNotFoundError:
        raise Wrong("there is no checkpoint") from None
    if old and old.origin != now.origin:
        raise Wrong("the older checkpoint is of another log")
    if old and old.size > now.size:
        raise Wrong(f"the log has {now.size} entries, fewer than the {old.size} that it had")

    def compare(level, index, hashes):
        if level == 0:
            return  # compared with the entries below
        name, stored = export.hashes(level, index, len(hashes))
        if stored != hashes:
            raise Wrong(f"{name} was altered")

    def compare_old():
        if old and tree.size == old.size and tree.root() != old.root:
            raise Wrong(f"something before entry {old.size} was changed")

    tree = Tree(compare)
    start = min(start, now.size) // WIDTH * WIDTH
    tree.begin(start, export, now.size)
    compare_old()
    while tree.size < now.size:
        first, width = tree.size, min(WIDTH, now.size - tree.size)
        name, entries = export.entries(first // WIDTH, width)
        _, stored = export.hashes(0, first // WIDTH, width)
        for i, entry in enumerate(entries):
            if leaf_hash(entry) != stored[i]:
                raise Wrong(f"entry {first + i} was altered ({name})")
            tree.add(stored[i])
            compare_old()
    for level, (index, hashes) in enumerate(tree.levels):
        if hashes:
            compare(level, index, hashes)
    if tree.root() != now.root:
        raise Wrong("everything fits, and makes another tree than the one that was signed")
    return f"{now.size} entries of {now.origin}, root {now.root.hex()}"


def verify_proof(raw, key):
    head, separator, checkpoint = raw.partition(b"\n\n")
    lines = head.decode("ascii", errors="replace").split("\n")
    if not separator or lines.pop(0) != "c2sp.org/tlog-proof@v1":
        raise Wrong("this is no proof")
    now = Checkpoint(checkpoint, key)
    if not lines or not lines[0].startswith("extra "):
        raise Wrong("the proof does not bring the entry")
    entry = decode(lines.pop(0)[len("extra "):], "the entry")
    if not lines or not lines[0].startswith("index "):
        raise Wrong("the proof names no entry")
    index = decimal(lines.pop(0)[len("index "):], "the index")
    path = [decode(line, "a hash") for line in lines]
    if any(len(hash_) != 32 for hash_ in path):
        raise Wrong("a hash has another length")
    if index >= now.size:
        raise Wrong("the entry is not in that tree")

    def climb(at, size, rest):
        """PATH of RFC 6962, 2.1.1, from the root down: the last hash is that of the other side."""
        if size == 1:
            if rest:
                raise Wrong("the path is too long")
            return leaf_hash(entry)
        if not rest:
            raise Wrong("the path is too short")
        split = 1
        while split * 2 < size:
            split *= 2
        return (node_hash(climb(at, split, rest[:-1]), rest[-1]) if at < split
                else node_hash(rest[-1], climb(at - split, size - split, rest[:-1])))

    if climb(index, now.size, path) != now.root:
        raise Wrong(f"entry {index} is not proved")
    return f"entry {index} is in the log {now.origin}"


def verify_growth(raw, key, old):
    head, separator, checkpoint = raw.partition(b"\n\n")
    lines = head.decode("ascii", errors="replace").split("\n")
    if not separator or not lines[0].startswith("old "):
        raise Wrong("this is no proof")
    now = Checkpoint(checkpoint, key)
    size = decimal(lines.pop(0)[len("old "):], "the old size")
    path = [decode(line, "a hash") for line in lines]
    if any(len(hash_) != 32 for hash_ in path):
        raise Wrong("a hash has another length")
    if old is None or old.origin != now.origin or old.size != size or size > now.size:
        raise Wrong("the proof does not begin at the older checkpoint")
    if size == 0:
        if path or old.root != tree_hash([]):
            raise Wrong("nothing is proved of an empty log")
        return f"the log {now.origin} grew from 0 to {now.size} entries"

    def roots(at, total, rest, whole):
        """SUBPROOF of RFC 6962, 2.1.2, from the root down: the roots over the older part and over all of it."""
        if at == total:
            if whole:
                if rest:
                    raise Wrong("the path is too long")
                return old.root, old.root
            if len(rest) != 1:
                raise Wrong("the path has another length")
            return rest[0], rest[0]
        if not rest:
            raise Wrong("the path is too short")
        split = 1
        while split * 2 < total:
            split *= 2
        if at <= split:
            before, after = roots(at, split, rest[:-1], whole)
            return before, node_hash(after, rest[-1])
        before, after = roots(at - split, total - split, rest[:-1], False)
        return node_hash(rest[-1], before), node_hash(rest[-1], after)

    if roots(size, now.size, path, True) != (old.root, now.root):
        raise Wrong(f"the log is not proved to go on from entry {size}")
    return f"the log {now.origin} grew from {size} to {now.size} entries"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--key", required=True)
    parser.add_argument("--against")
    parser.add_argument("--from", dest="start", type=int, default=0)
    parser.add_argument("what", nargs="+")
    asked = parser.parse_args()
    key = Key(asked.key)
    worst = 0
    for what in asked.what:
        try:
            old = None
            if asked.against:
                with open(asked.against, "rb") as file:
                    old = Checkpoint(file.read(), key)
            if os.path.isdir(what):
                print(verify_export(what, key, old, asked.start))
            else:
                with open(what, "rb") as file:
                    raw = file.read()
                print(verify_growth(raw, key, old) if raw.startswith(b"old ") else verify_proof(raw, key))
        except Wrong as wrong:
            print(f"WRONG: {wrong}")
            worst = 1
    return worst


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, ValueError) as error:
        print(f"verify_log.py: {error}", file=sys.stderr)
        sys.exit(2)
