"""The rate cards: bringing one, looking at it, taking it along, throwing it away."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.models import Category, RateTable
from campaigns.rates import queries, services
from campaigns.rates.forms import CardForm
from campaigns.rates.reading import Unreadable
from campaigns.rates.words import WORDS
from contacts import sheets
from nxtchat.guard import SignedIn, may
from nxtchat.streaming import PieceByPiece

SHOWN = 100  # refused rows


@require_http_methods(["GET", "HEAD", "POST"])
@may("campaigns.read")
def prices(request: SignedIn) -> HttpResponseBase:
    """The tables, side by side; and for those who may, the form for one more."""
    if request.method != "POST":
        return _show(request, CardForm())
    return _bring(request)


@may("campaigns.edit")
def _bring(request: SignedIn) -> HttpResponse:
    form = CardForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        brought = services.bring(form.cleaned_data["file"], starts_on=form.cleaned_data["starts_on"], by=request.user)
    except Unreadable as error:
        form.add_error("file", str(WORDS[error.reason]))
        return _show(request, form, status=422)
    told = ngettext("%(count)s price was read.", "%(count)s prices were read.", brought.prices)
    if brought.refused:
        refused = [(row, WORDS[row.reason]) for row in brought.refused[:SHOWN]]
        more = {"told": told % {"count": brought.prices} if brought.prices else "", "refused": refused}
        return _show(request, CardForm(), status=422, **more, refused_count=len(brought.refused))
    messages.success(request, told % {"count": brought.prices})
    return redirect("campaigns:price_table", brought.tables[0].pk)


@require_GET
@may("campaigns.read")
def table(request: SignedIn, table_id: int) -> HttpResponse:
    found = _table(table_id)
    context = {
        "table": found,
        "rows": queries.rows(found),
        "tiers": queries.tiers(found),
        "categories": [category.label for category in Category],
        "may_edit": request.user.may("campaigns.edit"),
    }
    return render(request, "campaigns/prices/table.html", context)


@require_GET
@may("campaigns.read")
def sheet(request: SignedIn, table_id: int) -> HttpResponseBase:
    return _file(_table(table_id), queries.sheet, "rates")


@require_GET
@may("campaigns.read")
def tier_sheet(request: SignedIn, table_id: int) -> HttpResponseBase:
    return _file(_table(table_id), queries.tier_sheet, "tiers")


@require_POST
@may("campaigns.edit")
def removal(request: SignedIn, table_id: int) -> HttpResponse:
    services.remove(_table(table_id))
    messages.success(request, _("The table is gone. Estimates take the one before it."))
    return redirect("campaigns:prices")


def _table(table_id: int) -> RateTable:
    found = RateTable.objects.filter(pk=table_id).first()
    if found is None:
        raise Http404
    return found


def _file(table: RateTable, rows: Any, name: str) -> HttpResponseBase:
    filename = f"{name}-{table.currency}-{table.starts_on:%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    pieces = sheets.pieces(rows(table), kind="csv")
    return PieceByPiece(pieces, content_type=sheets.TYPES["csv"], headers=headers)


def _show(request: SignedIn, form: CardForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"tables": queries.tables(), "form": form, "may_edit": request.user.may("campaigns.edit")}
    return render(request, "campaigns/prices/prices.html", context | more, status=status)
