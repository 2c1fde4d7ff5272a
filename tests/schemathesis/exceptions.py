"""
What Schemathesis would report although the service is right. Each exception has its reason, and holds for nothing but
the request and the answer that it is about.
"""

import re

import schemathesis
from schemathesis.openapi.checks import RejectedPositiveData

text_pattern = r"^[^\u0000\uD800-\uDFFF]*([\uD800-\uDBFF][\uDC00-\uDFFF][^\u0000\uD800-\uDFFF]*)*$"

entity_tags = re.compile(
    r'(\*|(W/)?"[\x21\x23-\x7e\x80-\xff]*"([ \t]*,[ \t]*(W/)?"[\x21\x23-\x7e\x80-\xff]*")*)'
)


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """What it reads in the contract, where it could not do anything with what stands there."""
    components = raw_schema["components"]
    # Python's texts have no halves of surrogate pairs, and its patterns refuse them. What is left is NUL.
    schemas = components["schemas"]
    for name in ("Text", "TaskDescription"):
        assert schemas[name]["pattern"] == text_pattern
        schemas[name]["pattern"] = r"^[^\u0000]*$"
    # Hardly any made-up tag is the task's: most changes would end in a 412.
    components["parameters"]["IfMatch"]["example"] = "*"


@schemathesis.hook
def map_case(context, case):
    """It finds no text with quotation marks for a header's pattern, and sends 0 as if it were one: without it, then."""
    if case.meta.generation.mode.is_positive:
        for name in ("If-Match", "If-None-Match"):
            if name in case.headers and not entity_tags.fullmatch(case.headers[name]):
                del case.headers[name]
    return case


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Drops the failures that are none."""
    if not isinstance(failure, RejectedPositiveData):
        return True
    error = response.json()["error"]
    headers = {name.lower(): value for name, value in (case.headers or {}).items()}
    return not (
        made_up_precondition(error, headers)
        or key_used_again(error, headers)
        or made_up_cursor(error, case.query or {})
    )


def made_up_precondition(error, headers):
    """A valid If-Match that is not the task's gets a 412: that is what it is for."""
    return error["code"] == "PRECONDITION_FAILED" and "if-match" in headers


def key_used_again(error, headers):
    """A valid Idempotency-Key, of an earlier request with other content, gets a 422."""
    return error["code"] == "IDEMPOTENCY_KEY_REUSED" and "idempotency-key" in headers


def made_up_cursor(error, query):
    """Good cursors are those that the service gave out (x-opaque), and a schema cannot say which these are."""
    return "after" in query and fields_of(error) == ["after"]


def fields_of(error):
    return [detail["field"] for detail in error.get("details", [])]
