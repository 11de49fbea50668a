#!/usr/bin/env python3
"""Recomputes a draw: python3 draw-v1.py proof.json  (exit code 0 when it agrees with what was published)"""
import hashlib
import hmac
import json
import sys


def with_length(value: bytes) -> bytes:
    return len(value).to_bytes(4, "big") + value


def recompute(proof: dict) -> tuple[str, str, list[str]]:
    pool = sorted(((c["code"].encode(), c["weight"]) for c in proof["pool"]))
    lines = b"".join(b"%s\t%d\n" % line for line in pool)
    pool_hash = hashlib.sha256(b"draw-v1/pool\n" + lines).digest()
    inputs = [proof["drawId"].encode(), pool_hash, *map(bytes.fromhex, proof["parts"])]
    seed = hashlib.sha256(b"draw-v1/seed\n" + b"".join(map(with_length, inputs))).digest()
    picks, turn = [], 0
    while len(picks) < len(proof["picks"]) and pool:
        block = hmac.new(seed, turn.to_bytes(8, "big"), hashlib.sha256).digest()
        lot, left, turn = int.from_bytes(block[:8], "big"), sum(weight for _, weight in pool), turn + 1
        if lot >= 2**64 // left * left:
            continue
        lot %= left
        for index, (code, weight) in enumerate(pool):
            if lot < weight:
                picks.append(code.decode())
                del pool[index]
                break
            lot -= weight
    return pool_hash.hex(), seed.hex(), picks


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        published = json.load(file)
    result = recompute(published)
    agrees = result == (published["poolHash"], published["seed"], published["picks"])
    print("pool hash", result[0], "\nseed     ", result[1], "\npicks    ", *result[2])
    print("AGREES with the published draw" if agrees else "DIFFERS from the published draw")
    sys.exit(0 if agrees else 1)
