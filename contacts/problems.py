"""Why a row or a file is not taken: a word for the database, a sentence for people."""

from django.utils.translation import gettext_lazy as _


class Problem(Exception):
    """Something is wrong with a cell. `why` is one of WORDS."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


WORDS = {
    "number_shortened": _("Excel has shortened this number. Write it out, with all its digits."),
    "number_letters": _("This is not a phone number."),
    "number_length": _("A number of this length does not exist there. Is a digit missing?"),
    "number_country": _("No country has this code."),
    "no_country": _("Write the number with + and its country's code, or say its country."),
    "nobody": _("There is no number and no other id, so nobody knows who this is."),
    "bsuid": _("A user id of WhatsApp looks like BR.1349…"),
    "too_long": _("This is too long."),
    "language": _("Write the language as a code, such as pt or pt_BR."),
    "not_a_number": _("This field takes a number."),
    "not_a_date": _("This field takes a date, such as 2026-11-25."),
    "not_yes_or_no": _("This takes yes or no."),
    "not_a_choice": _("This is not one of the choices of this field."),
    "letters": _("These letters cannot be read. Choose another kind of letters on the first page."),
    "too_many_cells": _("This row has more cells than there are columns."),
    "two_people": _("The ids in this row belong to two different people."),
    "doubled": _("The file names this person further up already."),
    "opted_out": _("They asked not to be written to. An import does not change that."),
    "erased": _("They asked to be erased. An import does not bring them back."),
    "not_yours": _("You may not see them: they are of another team, or restricted."),
    # of the whole file
    "no_spreadsheet": _("This is not an Excel file that we can read. Save it as .xlsx or as CSV."),
    "no_sheet": _("This Excel file has no sheet."),
    "bomb": _("This file unpacks to far more than people type."),
    "quotes": _("A quotation mark opens and never closes, or the columns are divided by something else."),
    "too_many_rows": _("There are more than 500,000 rows. Divide the file."),
    "too_many_columns": _("There are more than 100 columns."),
    "gone": _("The file is not here any more."),
    "empty": _("There is nothing in this file."),
    "given_up": _("The work on this file broke off several times at the same place. Ask whoever runs NxtChat."),
}
