"""All tables of a new database in one step.

Django renders every model that foreign keys lead to again for each step of a migration; with all
our tables joined that was three quarters of `init` (docs/decisions, number 53).
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddConstraint, AddField, AddIndex, AlterField, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

# What only makes a new model fuller: then its last form is all that the database needs.
_KNOWN = (CreateModel, AddField, AlterField, AddIndex, AddConstraint)


class AllAtOnce(Operation):
    """Makes each model of `operations` as it stands after the last of them; for an empty database
    only.
    """

    reversible = False
    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[Operation]) -> None:
        made = {one.name_lower for one in operations if isinstance(one, CreateModel)}
        for one in operations:
            name = one.name_lower if isinstance(one, CreateModel) else _changed(one)
            if not isinstance(one, _KNOWN) or name not in made:
                raise ValueError(f"not a step towards a new table: {one.describe()}")
        self.operations = operations

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, [], {"operations": self.operations})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # rendered once, when somebody asks for it again
        for one in self.operations:
            one.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: ProjectState
    ) -> None:
        """`states` are those before and after, as Django gives them."""
        models = states[-1].apps.all_models[app_label]
        for one in self.operations:
            if isinstance(one, CreateModel):
                schema_editor.create_model(models[one.name_lower])

    def describe(self) -> str:
        return "Create all tables of a new database"

    def __repr__(self) -> str:
        """Django's own would show every step, also where it refuses to go back."""
        return f"<{self.describe()}>"


def _changed(one: Operation) -> str:
    return str(getattr(one, "model_name", "")).lower()
