"""The page behind the link in every mail of a mailing: no more of them, or again (RFC 8058)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from foyer.crm.mailings.unsubscribing import address_of, subscribe_again, unsubscribe, unsubscribed_among
from foyer.desk.access import public
from foyer.team.queries import organisation


@csrf_exempt  # mail programs press the button themselves; the signed link is all that counts
@public
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribing(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing, because programs that look for viruses open links, too."""
    address = address_of(token)
    if address is None:
        raise Http404
    if request.method == "POST":
        act = subscribe_again if request.POST.get("again") else unsubscribe
        act(address)
    house = organisation()
    context = {"address": address, "house": house, "is_out": bool(unsubscribed_among([address]))}
    answer = render(request, "desk/mails/unsubscribing.jinja", context)
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer
