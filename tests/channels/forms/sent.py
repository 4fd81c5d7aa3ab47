"""A submission as if a visitor had sent it, for tests of what follows."""

from foyer.channels.forms.models import Submission, WebForm
from foyer.channels.forms.submitting import submit
from foyer.channels.forms.types import Answer, Filled


def submission(form: WebForm, name: str, reason: str = "", **facts: str) -> Submission:
    """Sent by somebody of this name."""
    address = f"{name.lower().replace(' ', '.')}@canary.example"
    answers = (
        Answer(key="last_name", label="Last name", text=name, value=name),
        Answer(key="emails", label="E-mail", text=address, value=[address]),
    )
    rest = {"browser": "", "page_url": "", "page_title": "", "nonce": name, "sender": name}
    return submit(form, Filled(answers=answers, consented=False, reason=reason, **(rest | facts)))
