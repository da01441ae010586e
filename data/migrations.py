"""How files of older schemas are brought to the newest one: one step for each, run in order on opening."""

from collections.abc import Callable, Mapping

from data.records import JSON
from data.versions import SCHEMA, Tables, Version, kept

PlainTables = Mapping[str, Mapping[str, Mapping[str, JSON]]]
"""The documents of each table by their number, as a step of migration returns them."""

MIGRATIONS: dict[int, Callable[[Tables], PlainTables]] = {}
"""What leads from each schema to the one after it. Schema 1 is the first, so there is no step yet."""


def can_migrate(version: Version) -> bool:
    """Whether there is a way from this version's schema to the newest."""
    return all(schema in MIGRATIONS for schema in range(version.schema, SCHEMA))


def migrated(version: Version) -> Version:
    """The same content in the newest schema; the version itself is left alone."""
    tables = version.tables
    for schema in range(version.schema, SCHEMA):
        changed = MIGRATIONS[schema](tables)
        tables = {
            name: {number: kept(document) for number, document in documents.items()}
            for name, documents in changed.items()
        }
    return Version(SCHEMA, version.writes, tables)
