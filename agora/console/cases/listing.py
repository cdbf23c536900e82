"""The list of cases: filtered by state, by whose they are and by department."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agora.accounts.models import Account, Team
from agora.console.parts.cases import CaseRow, rows_of
from agora.core.pagination import page
from agora.desk.models import Case
from agora.pages.tabs import Tab

STATES = (("open", _("Open")), ("overdue", _("Overdue")), ("closed", _("Closed")))
WHOSE = (("all", _("Everybody's")), ("team", _("My departments'")), ("mine", _("Mine")), ("nobody", _("Nobody's yet")))
ROWS = 40


class CaseFilter(forms.Form):
    """Which cases are wanted."""

    state = forms.ChoiceField(choices=STATES, required=False)
    whose = forms.ChoiceField(choices=WHOSE, required=False)
    team: forms.ModelChoiceField[Team] = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        required=False,
        label=_("Department"),
        empty_label=_("all departments"),
    )

    def __init__(self, data: QueryDict, *, viewer: Account) -> None:
        super().__init__(data)
        self.viewer = viewer
        self.fields["team"].queryset = Team.objects.visible_to(viewer)  # type: ignore[attr-defined]

    @property
    def state_now(self) -> str:
        return self.cleaned_data["state"] or "open"

    @property
    def whose_now(self) -> str:
        return self.cleaned_data["whose"] or "all"

    def address(self, **changed: Any) -> str:
        """Return the address of this list with parts changed."""
        query = QueryDict(mutable=True)
        team = self.cleaned_data["team"]
        parts = {"state": self.state_now, "whose": self.whose_now, "team": team.slug if team else ""}
        standard = {"state": "open", "whose": "all"}
        for name, value in {**parts, **changed}.items():
            if value and standard.get(name) != value:
                query[name] = value
        return reverse("console:cases") + (f"?{query.urlencode()}" if query else "")

    def states(self) -> list[Tab]:
        """The tabs by state, with how many are open and overdue."""
        counts = {"open": self._whose().open().count(), "overdue": self._whose().overdue().count()}
        return [
            Tab(str(label), self.address(state=state), state == self.state_now, counts.get(state))
            for state, label in STATES
        ]

    def whoses(self) -> list[Tab]:
        """The choices of whose cases."""
        return [Tab(str(label), self.address(whose=whose), whose == self.whose_now) for whose, label in WHOSE]

    def cases(self) -> QuerySet[Case]:
        """Return the cases that are wanted."""
        cases = self._whose()
        of_state: QuerySet[Case] = {"open": cases.open, "overdue": cases.overdue, "closed": cases.closed}[
            self.state_now
        ]()
        return of_state

    def _whose(self) -> Any:
        # Any: the plugin does not follow an annotation made in a method of the query set.
        cases: Any = Case.objects.visible_to(self.viewer).with_holder()
        if team := self.cleaned_data["team"]:
            cases = cases.filter(team=team)
        if self.whose_now == "mine":
            return cases.filter(holder=self.viewer.pk)
        if self.whose_now == "nobody":
            return cases.filter(holder=None)
        return cases.filter(team__in=self.viewer.teams.all()) if self.whose_now == "team" else cases


def case_list(case_filter: CaseFilter, *, viewer: Account, cursor: str | None) -> tuple[list[CaseRow], str | None]:
    """Return a page of rows and the cursor of the next; the most urgent first, closed ones newest first."""
    cases = case_filter.cases().select_related("thread__source", "post__author", "team", "closure__by")
    by = "-opened_at" if case_filter.state_now == "closed" else "due_at"
    cases_page = page(cases, by=by, cursor=cursor, limit=ROWS)
    return rows_of(cases_page.rows, viewer=viewer), cases_page.following
