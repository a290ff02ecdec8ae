"""IronSsl's verdict on a chain is OpenSSL's: same code, same depth.

Two thousand chains and more, most with a fault or two, go to both.  Where
the verdicts differ there is one reason that counts: OpenSSL builds a single
path and gives up, IronSsl finds another.  Then OpenSSL itself must accept
the path that was found, when it has no other to choose.
"""

import collections

import pytest

from chain_cases import FAULTS, make_cases, make_edited_cases
from chain_check import find_program, judge_all, narrow
from openssl_verify import V_FLAG_TRUSTED_FIRST

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        find_program() is None,
        reason="tests/dotnet-tools/ChainCheck is not built")]

SEED = 20300101
COUNT = 2500
EDITED_COUNT = 1500


@pytest.fixture(scope="module")
def verdicts(openssl):
    """(question, its faults, OpenSSL's (code, depth), our answer)."""
    cases = list(make_cases(SEED, COUNT))
    answers = judge_all([question for question, _ in cases])
    return [(question, faults, openssl.judge(question), answer)
            for (question, faults), answer in zip(cases, answers)]


def ours(answer):
    if answer["verdict"] == "accept":
        return 0, 0
    return answer.get("code", -1), answer.get("depth", 0)


def accepts_path(openssl, question, answer):
    """Whether OpenSSL accepts the path in the answer, by either search."""
    alone = narrow(question, answer)
    flags = alone["flags"]
    return any(
        openssl.judge(dict(alone, flags=f)) == (0, 0)
        for f in (flags, flags & ~V_FLAG_TRUSTED_FIRST))


def describe(question, faults, expected, answer):
    return (f"{question['id']} {'+'.join(faults)} flags "
            f"{question['flags']:#x} level {question['level']}: "
            f"OpenSSL {expected}, we {ours(answer)} {answer['text']}")


def test_no_exception_gets_out(verdicts):
    assert [a for *_, a in verdicts if a["verdict"] == "foreign"] == []


def test_every_refusal_has_the_code_and_depth_of_openssl(verdicts):
    wrong = [describe(*verdict) for verdict in verdicts
             if ours(verdict[3]) != (0, 0)
             and ours(verdict[3]) != verdict[2]]
    assert wrong == []


def test_the_text_of_a_refusal_is_that_of_openssl(verdicts, openssl):
    texts = {a["code"]: a["text"] for *_, a in verdicts
             if a.get("code") not in (None, 62, 64)}
    assert texts == {code: openssl.text(code) for code in texts}


def test_what_openssl_accepts_is_accepted(verdicts):
    wrong = [describe(*verdict) for verdict in verdicts
             if verdict[2] == (0, 0) and ours(verdict[3]) != (0, 0)]
    assert wrong == []


def test_what_only_we_accept_is_a_path_that_openssl_accepts(
        verdicts, openssl):
    surplus = [v for v in verdicts
               if ours(v[3]) == (0, 0) and v[2] != (0, 0)]
    wrong = [describe(*v) for v in surplus
             if not accepts_path(openssl, v[0], v[3])]
    assert wrong == []
    assert surplus, "no case had a path that OpenSSL misses"


def test_the_cases_cover_the_ground(verdicts):
    codes = collections.Counter(v[2][0] for v in verdicts)
    faults = {fault for v in verdicts for fault in v[1]}
    assert len(codes) >= 35
    assert COUNT / 5 < codes[0] < COUNT * 3 / 4
    assert faults == set(FAULTS)


@pytest.fixture(scope="module")
def edited(openssl):
    """(question, OpenSSL's (code, depth), our answer)."""
    questions = list(make_edited_cases(SEED, EDITED_COUNT))
    return [(question, openssl.judge(question), answer)
            for question, answer in zip(questions, judge_all(questions))]


def test_changed_bytes_under_a_valid_signature_raise_nothing(edited):
    assert [a for *_, a in edited if a["verdict"] == "foreign"] == []


def test_changed_bytes_are_never_accepted_against_openssl(edited, openssl):
    # A CRL that cannot be read is an error when it is loaded, for OpenSSL;
    # for us when it is asked.
    wrong = [
        (question["id"], expected) for question, expected, answer in edited
        if ours(answer) == (0, 0) and expected[0] > 0
        and not accepts_path(openssl, question, answer)]
    assert wrong == []


def test_changed_bytes_get_the_verdict_of_openssl_nearly_always(edited):
    # The rest are refusals of both, for another of several faults.
    same = sum(ours(answer) == expected for _, expected, answer in edited)
    assert same > EDITED_COUNT * 0.97
