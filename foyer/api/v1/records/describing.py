"""What the description of the API says about records: parameters, bodies and answers, from the table of the fields.

Custom fields are those of one organisation, and the description is open to everybody, so it names only their pattern.
"""

from pydantic import BaseModel, TypeAdapter

from foyer.api.v1.records.answers import ANSWERS, MORE, PageOf
from foyer.api.v1.records.listing import MAX_VALUE, OWN
from foyer.api.v1.records.operations import Json, Told, operations
from foyer.api.v1.records.shapes import ActivityMore, shape_of
from foyer.crm.fields.registry import CUSTOM_PREFIX
from foyer.crm.fields.standard import STANDARD
from foyer.crm.modules import MODULES
from foyer.crm.types import ModuleName

REF = "#/components/schemas/{model}"
CUSTOM = f"^{CUSTOM_PREFIX}[a-z0-9_]*$"
ETAG: Json = {"ETag": {"description": "The version; send it as If-Match.", "schema": {"type": "string"}}}


def describe(schema: Json) -> None:
    """Adds to the operations of the modules what ninja cannot know."""
    components = schema["components"]["schemas"]
    for module in MODULES:
        _add_components(module, components)
    told = operations()
    for operation in (one for path in schema["paths"].values() for one in path.values()):
        if (known := told.get(operation["operationId"])) is not None:
            _add(operation, known, components)
    for module in MODULES:
        schema["paths"][f"/api/v1/{MODULES[module].plural}"]["get"]["parameters"] += _filters(module)


def _add_components(module: ModuleName, components: Json) -> None:
    name = module.title()
    page = _described(TypeAdapter(PageOf), components) | {"title": f"{name}Page"}
    page["properties"]["items"]["items"] = {"$ref": REF.format(model=name)}
    components |= {name: _answer(module, components), f"{name}Page": page, f"{name}In": _body(module, components)}


def _add(operation: Json, told: Told, components: Json) -> None:
    operation["parameters"] = [*operation.get("parameters", []), *told.parameters]
    operation["responses"] = {str(told.status): _response(told, components)}
    if told.body is not None:
        content = {"application/json": {"schema": _schema(told.body, components)}}
        operation["requestBody"] = {"required": told.needs_body, "content": content}


def _response(told: Told, components: Json) -> Json:
    if told.answer is None:
        return {"description": "Done."}
    content = {"application/json": {"schema": _schema(told.answer, components)}}
    return {"description": "OK", "content": content, **({"headers": ETAG} if told.has_version else {})}


def _schema(of: str | type[BaseModel], components: Json) -> Json:
    if isinstance(of, str):
        return {"$ref": REF.format(model=of)}
    components[of.__name__] = _described(TypeAdapter(of), components)
    return {"$ref": REF.format(model=of.__name__)}


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
    shapes = {key: shape_of(field) for key, field in STANDARD[module].items() if field.is_writable}
    told = {key: _described(shape, components) for key, shape in shapes.items()}
    if module == "activity":
        told |= _described(TypeAdapter(ActivityMore), components)["properties"]
    return {
        "title": f"{module.title()}In",
        "type": "object",
        "description": "What is left out stays as it is; null empties.",
        "properties": told,
        "patternProperties": {CUSTOM: {}},
        "additionalProperties": False,
    }


def _answer(module: ModuleName, components: Json) -> Json:
    """Fields that the profile of the token's owner hides are not there, hence only two are certain."""
    own: Json = {"id": {"type": "integer"}, "version": {"type": "integer"}}
    shapes = {key: ANSWERS[field.kind] for key, field in STANDARD[module].items()} | dict(MORE[module])
    return {
        "title": module.title(),
        "type": "object",
        "properties": own | {key: _described(shape, components) for key, shape in shapes.items()},
        "patternProperties": {CUSTOM: {}},
        "additionalProperties": False,
        "required": list(own),
    }


def _described(shape: "TypeAdapter[object]", components: Json) -> Json:
    """The JSON Schema of a shape; what it consists of becomes components."""
    told = shape.json_schema(ref_template=REF, mode="validation")
    components |= told.pop("$defs", {})
    return told
