"""Lists of the admin with so many rows that nothing may be asked of all of them."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest
from django.utils.functional import cached_property
from psycopg.errors import QueryCanceled
from unfold.paginator import InfinitePaginator
from unfold.views import ChangeList

from chatsite.ground.read_only import ReadOnlyAdmin

MOST_PAGES = 100
LONGEST = "3s"


class UncountedPaginator(InfinitePaginator):
    """Page after page, and nobody says how many: Postgres would have to count every row.

    It goes on for a while only, because for each page Postgres passes all rows before it.
    """

    template_name = "admin/uncounted_pages.html"

    @cached_property
    def count(self) -> int:
        return int(self.per_page) * MOST_PAGES


class BoundedList(ChangeList):
    """What Postgres does not find soon, it does not look for any longer: others wait for it."""

    result_list: Any

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [LONGEST])
                self.result_list = list(self.result_list)
        except OperationalError as error:
            if not isinstance(error.__cause__, QueryCanceled):
                raise
            self.result_list = []
            messages.warning(request, "That is too much to look through. Narrow it down, please.")
        # All that is known of how many there are; the pages say nothing of others then.
        self.result_count = self.full_result_count = len(self.result_list)


class LongListAdmin(ReadOnlyAdmin):
    paginator = UncountedPaginator
    show_facets = ShowFacets.NEVER  # they are counts, too
    list_per_page = 50
    list_max_show_all = 0
    sortable_by = ()

    def get_changelist(self, request: HttpRequest, **_: Any) -> type[ChangeList]:
        return BoundedList
