"""The certificate paths of x509-limbo, through the chain verifier.

docs/verification.md lists each case with another answer than the suite
wants; this test holds the list to the facts.
"""

import json
import os
import pathlib
import re

import pytest

from chain_check import ROOT, find_program, judge_all

_FOLDERS = [os.environ.get("IRONSSL_VECTORS"), ROOT / "../shared/vectors"]
VECTORS = next(
    (pathlib.Path(folder, "limbo.json") for folder in _FOLDERS
     if folder and pathlib.Path(folder, "limbo.json").exists()), None)

pytestmark = [
    pytest.mark.skipif(
        VECTORS is None,
        reason="no limbo.json in ../shared/vectors or $IRONSSL_VECTORS"),
    pytest.mark.skipif(
        find_program() is None,
        reason="tests/dotnet-tools/ChainCheck is not built")]

ROW = re.compile(
    r"\| `([\w:.-]+)` \| (accept|refuse) \| (accept|refuse)"
    r" \| (accept|refuse) \|")


@pytest.fixture(scope="module")
def cases():
    return json.loads(VECTORS.read_text())["testcases"]


def ask(case, strict):
    return {
        "id": case["id"], "kind": case["validation_kind"].lower(),
        "trusted": case["trusted_certs"],
        "intermediates": case["untrusted_intermediates"],
        "peer": case["peer_certificate"], "crls": case["crls"],
        "time": case["validation_time"], "name": case["expected_peer_name"],
        "names": case["expected_peer_names"],
        "eku": case["extended_key_usage"], "depth": case["max_chain_depth"],
        "strict": strict}


@pytest.fixture(scope="module", params=[False, True], ids=["usual", "strict"])
def answers(request, cases):
    """(strict, {id: (question, answer)}) for the usual and strict flags."""
    questions = [ask(case, request.param) for case in cases]
    return request.param, dict(zip(
        (q["id"] for q in questions), zip(questions, judge_all(questions))))


def test_every_case_gets_a_verdict(answers):
    _, found = answers
    assert {a["verdict"] for _, a in found.values()} == {"accept", "reject"}


def test_the_documented_disagreements_are_all_there_are(answers, cases):
    strict, found = answers
    listed = {}
    document = (ROOT / "docs/verification.md").read_text(encoding="utf-8")
    for name, wanted, usual_answer, strict_answer in ROW.findall(document):
        answer = strict_answer if strict else usual_answer
        if answer != wanted:
            listed[name] = answer
    wrong = {}
    for case in cases:
        answer = found[case["id"]][1]["verdict"]
        wanted = {"SUCCESS": "accept", "FAILURE": "reject"}[
            case["expected_result"]]
        if answer != wanted:
            wrong[case["id"]] = answer.replace("reject", "refuse")
    assert wrong == listed


# A wildcard matches the host that is asked for, which is in an excluded
# subtree: docs/verification.md, names and constraints.
BEYOND_OPENSSL = {"cve::cve-2025-61727",
                  "rfc5280::nc::nc-forbids-dnsname-wildcard-san"}


def test_what_openssl_refuses_is_refused_unless_there_is_a_valid_path(
        answers, cases, openssl):
    _, found = answers
    wrong = []
    for case in cases:
        question, answer = found[case["id"]]
        code, depth = openssl.judge(question)
        if answer["verdict"] == "accept":
            same = code == 0 or case["expected_result"] == "SUCCESS"
        else:
            same = (answer.get("code", -1), answer.get("depth", 0)) == (
                code, depth)
        if case["id"] in BEYOND_OPENSSL:
            same = code == 0 and answer.get("code") == 48
        if not same:
            wrong.append((case["id"], code, depth, answer))
    assert wrong == []
