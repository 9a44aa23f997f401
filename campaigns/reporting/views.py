"""A campaign that has left the drafts: while it runs, and what became of it."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from campaigns import access, copying, tallying
from campaigns.drafting import steps
from campaigns.models import Campaign
from campaigns.reporting import chart, figures, money, moving, sheets
from contacts import sheets as files
from nxtchat.guard import SignedIn, may
from nxtchat.live import stream
from nxtchat.streaming import PieceByPiece

READ = "campaigns.read"


@require_GET
@may(READ)
def campaign(request: SignedIn, campaign_id: int) -> HttpResponse:
    """A draft goes on where it was left; all others are shown."""
    head = stream.head()
    found = access.campaign(request.user, campaign_id)
    if found.state == Campaign.State.DRAFT and request.user.may("campaigns.edit"):
        return redirect(steps.url(found, "confirmation" if found.confirmed_at else "audience"))
    return render(request, "campaigns/campaign.html", _context(request, found) | {"stream_head": head})


@require_GET
@may(READ)
def live(request: SignedIn, campaign_id: int) -> HttpResponse:
    """The part of the page that moves; asked for at most once a second."""
    found = access.campaign(request.user, campaign_id)
    return render(request, "campaigns/reporting/_live.html", _context(request, found))


@require_GET
@may(READ)
def report(request: SignedIn, campaign_id: int) -> HttpResponse:
    """What is counted from the rows themselves; a part of the page, because it may take its time."""
    found = access.campaign(request.user, campaign_id)
    moments = figures.moments(found)
    context = {
        "campaign": found,
        "moments": moments,
        "chart": chart.draw(moments),
        "countries": figures.by_country(found),
        "languages": figures.by_language(found),
        "bill": money.bill(found),
    }
    return render(request, "campaigns/reporting/_report.html", context)


@require_GET
@may(READ)
def replies(request: SignedIn, campaign_id: int) -> HttpResponse:
    """Who answered, with the way to what they said."""
    found = access.campaign(request.user, campaign_id)
    after = request.GET.get("after", "")
    who = figures.replied(found, agent=request.user, after=int(after) if after.isdecimal() else 0)
    context = {
        "campaign": found,
        "who": who,
        "may_read": request.user.may("conversations.read"),
        "after": who[-1].pk if len(who) == figures.PAGE else None,
    }
    return render(request, "campaigns/reporting/replies.html", context)


@require_GET
@may("contacts.export")
def sheet(request: SignedIn, campaign_id: int) -> HttpResponseBase:
    found = access.campaign(request.user, campaign_id)
    headers = {"Content-Disposition": f'attachment; filename="campaign-{found.pk}.csv"', "Cache-Control": "no-store"}
    pieces = files.pieces(sheets.rows(found), kind="csv")
    return PieceByPiece(pieces, content_type=files.TYPES["csv"], headers=headers)


@require_POST
@may("campaigns.edit")
def copies(request: SignedIn, campaign_id: int) -> HttpResponse:
    found = access.campaign(request.user, campaign_id, to="campaigns.edit")
    name = _("%(name)s (copy)") % {"name": found.name[:100]}
    made = copying.copy(found, by=request.user, name=name, repeats="")
    return redirect("campaigns:audience", made.pk)


def _context(request: SignedIn, found: Campaign) -> dict[str, Any]:
    sums = tallying.sums(found)
    return {
        "campaign": found,
        "sums": sums,
        "progress": figures.progress(found, sums),
        "funnel": figures.funnel(sums),
        "failures": figures.failures(found) if sums.failed else [],
        "left_out": figures.left_out(sums),
        "moves": moving.possible(found) if request.user.may("campaigns.edit") else [],
        "may_edit": request.user.may("campaigns.edit"),
        "may_export": request.user.may("contacts.export"),
        "happenings": found.happenings.select_related("by")[:20],
    }
