"""Reading is audited too: who looked at which account."""

from datetime import datetime

from goodstanding.actions.unit import Actor, about, action


@action("account.view")
def viewed(*, account_id: str, by: Actor, at: datetime) -> None:
    about(account=account_id)


@action("staff.sign_in")
def signed_in(*, by: Actor, at: datetime) -> None:
    """Who came in, and when."""
