"""Taking people along as a table: those whom the list shows."""

from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_GET

from contacts import exports, filters, sheets
from nxtchat.guard import SignedIn, may
from nxtchat.streaming import PieceByPiece


@require_GET
@may("contacts.export")
def export(request: SignedIn, kind: str) -> HttpResponseBase:
    """`kind`: csv or xlsx. The filter stands in the address, as in the list's."""
    if kind not in sheets.TYPES:
        raise Http404
    among = filters.people(filters.read(request.GET, agent=request.user), agent=request.user)
    pieces = sheets.pieces(exports.rows(among, by=request.user), kind=kind)
    headers = {"Content-Disposition": f'attachment; filename="contacts.{kind}"', "Cache-Control": "no-store"}
    return PieceByPiece(pieces, content_type=sheets.TYPES[kind], headers=headers)
