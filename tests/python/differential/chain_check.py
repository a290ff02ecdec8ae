"""The program that puts questions to IronSsl's chain verifier."""

import hashlib
import json
import os
import pathlib
import ssl
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[3]
_NAME = "IronSsl.ChainCheck"
_PLACES = ("artifacts/bin/IronSsl.ChainCheck/release/",
           "artifacts/bin/IronSsl.ChainCheck/debug/")


def find_program():
    """The built program, the newest one; None when there is none."""
    suffix = ".exe" if os.name == "nt" else ""
    built = [ROOT / place / (_NAME + suffix) for place in _PLACES]
    built = [path for path in built if path.exists()]
    return max(built, key=lambda path: path.stat().st_mtime, default=None)


def judge_all(questions, timeout=300):
    """Answers in the order of the questions."""
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    run = subprocess.run(
        [str(find_program())], input=lines, capture_output=True, text=True,
        encoding="utf-8", timeout=timeout, check=True)
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert [a["id"] for a in answers] == [q["id"] for q in questions]
    return answers


def narrow(question, answer):
    """The same question with nothing but the accepted path to choose."""
    pems = {}
    for pem in question["trusted"] + question["intermediates"]:
        try:
            der = ssl.PEM_cert_to_DER_cert(pem)
        except ValueError:
            continue
        pems[hashlib.sha256(der).hexdigest().upper()] = pem
    path = [question["peer"]] + [pems[h] for h in answer["chain"][1:]]
    return dict(question, trusted=[path[-1]], intermediates=path[1:-1])
