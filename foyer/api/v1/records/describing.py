"""What the description of the API says about records: parameters, bodies and answers, from the table of the fields.

Custom fields are those of one organisation, and the description is open to everybody, so it names only their pattern.
"""

from typing import Any

from pydantic import TypeAdapter

from foyer.api.v1.records.answers import ANSWERS, MORE, PageOf
from foyer.api.v1.records.listing import MAX_VALUE, OWN
from foyer.api.v1.records.shapes import shape_of
from foyer.crm.fields.registry import CUSTOM_PREFIX
from foyer.crm.fields.standard import STANDARD
from foyer.crm.fields.types import Field
from foyer.crm.modules import MODULES
from foyer.crm.types import ModuleName

Json = dict[str, Any]
REF = "#/components/schemas/{model}"
CUSTOM = f"^{CUSTOM_PREFIX}[a-z0-9_]*$"
IF_MATCH: Json = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "The ETag that was read: 412 when the record has another by now.",
}
IDEMPOTENCY_KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
    "description": "The same key and body within a day give the same answer, and nothing is done twice.",
}
ETAG: Json = {"ETag": {"description": "The version of the record.", "schema": {"type": "string"}}}


def describe(schema: Json) -> None:
    """Adds to the operations of the modules what ninja cannot know."""
    components = schema["components"]["schemas"]
    operations = {one["operationId"]: one for path in schema["paths"].values() for one in path.values()}
    for module in MODULES:
        name = module.title()
        components[name] = _answer(module, components)
        components[f"{name}Page"] = _described(TypeAdapter(PageOf), components) | {"title": f"{name}Page"}
        components[f"{name}Page"]["properties"]["items"]["items"] = {"$ref": REF.format(model=name)}
        components[f"{name}In"] = _body(module, components)
        for operation, told in _operations(module, name).items():
            if operation in operations:
                _add(operations[operation], told)


def _operations(module: ModuleName, name: str) -> dict[str, Json]:
    """By id of the operation: its parameters, body and answers."""
    return {
        f"{module}_list": {"parameters": _filters(module), "responses": _answers(200, f"{name}Page", {})},
        f"{module}_one": {"responses": _answers(200, name)},
        f"{module}_create": {
            "parameters": [IDEMPOTENCY_KEY],
            "requestBody": _request(f"{name}In"),
            "responses": _answers(201, name),
        },
        f"{module}_change": {
            "parameters": [IF_MATCH],
            "requestBody": _request(f"{name}In"),
            "responses": _answers(200, name),
        },
        f"{module}_delete": {"parameters": [IF_MATCH], "responses": {"204": {"description": "In the recycle bin."}}},
        f"{module}_restore": {"responses": _answers(200, name)},
    }


def _add(operation: Json, told: Json) -> None:
    operation["parameters"] = [*operation.get("parameters", []), *told.pop("parameters", [])]
    operation |= told


def _filters(module: ModuleName) -> list[Json]:
    """Each field of the module, as far as one can filter by it."""
    return [
        {
            "name": key,
            "in": "query",
            "required": False,
            "schema": {"type": "string", "maxLength": MAX_VALUE},
            "description": f"{key} is this; may come several times, empty finds what has none.",
        }
        for key, field in STANDARD[module].items()
        if field.is_filterable and key not in OWN
    ]


def _body(module: ModuleName, components: Json) -> Json:
    writable = {key: field for key, field in STANDARD[module].items() if field.is_writable}
    return {
        "title": f"{module.title()}In",
        "type": "object",
        "description": "What is left out stays as it is; null empties.",
        "properties": {key: _described(shape_of(field), components) for key, field in writable.items()},
        "patternProperties": {CUSTOM: {}},
        "additionalProperties": False,
    }


def _answer(module: ModuleName, components: Json) -> Json:
    """Fields that the profile of the token's owner hides are not there, hence only two are certain."""
    own: Json = {"id": {"type": "integer"}, "version": {"type": "integer"}}
    fields = {key: _told(field, components) for key, field in STANDARD[module].items()}
    more = {key: _described(shape, components) for key, shape in MORE[module].items()}
    return {
        "title": module.title(),
        "type": "object",
        "properties": own | fields | more,
        "patternProperties": {CUSTOM: {}},
        "additionalProperties": False,
        "required": list(own),
    }


def _told(field: Field, components: Json) -> Json:
    return _described(ANSWERS[field.kind], components)


def _described(shape: TypeAdapter[Any], components: Json) -> Json:
    """The JSON Schema of a shape; what it consists of becomes components."""
    told = shape.json_schema(ref_template=REF, mode="validation")
    components |= told.pop("$defs", {})
    return told


def _request(name: str) -> Json:
    return {"required": True, "content": {"application/json": {"schema": {"$ref": REF.format(model=name)}}}}


def _answers(status: int, name: str, headers: Json = ETAG) -> Json:
    content = {"application/json": {"schema": {"$ref": REF.format(model=name)}}}
    return {str(status): {"description": "OK", "content": content, **({"headers": headers} if headers else {})}}
