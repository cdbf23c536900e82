"""What a row of a dump is in our words: authors, threads, posts, votes, links. Each raises Fault for a row it cannot take."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from agora.channels.connectors.stackexchange.reading import Row
from agora.channels.intake import Fault
from agora.conversations.batches import NewAuthor, NewLink, NewPost, NewReaction, NewThread
from agora.conversations.models import Reaction, Thread, ThreadLink
from agora.core import text

QUESTION, ANSWER, EXCERPT, WIKI = "1", "2", "4", "5"
OTHER_POSTS = {
    "3": "an orphaned tag wiki", "6": "a moderator's nomination", "7": "a wiki placeholder", "8": "a privilege wiki",
}  # fmt: skip
ACCEPTED = "AcceptedByOriginator"
# The names are Stack Exchange's own, kept as the reaction's origin kind.
VOTES = {
    "1": ACCEPTED, "2": "UpMod", "3": "DownMod", "4": "Offensive", "5": "Favorite", "6": "Close", "7": "Reopen",
    "8": "BountyStart", "9": "BountyClose", "10": "Deletion", "11": "Undeletion", "12": "Spam", "13": "InformModerator",
    "15": "ModeratorReview", "16": "ApproveEditSuggestion",
}  # fmt: skip
KINDS = {"2": Reaction.Kind.UP, "3": Reaction.Kind.DOWN, "5": Reaction.Kind.FAVORITE}
LINKS = {"1": ThreadLink.Kind.RELATED, "3": ThreadLink.Kind.DUPLICATE}
RANKS = {"1": "gold", "2": "silver", "3": "bronze"}
LONGEST_URL = 500


@dataclass(frozen=True, slots=True)
class Site:
    """Where the dump is from, for the addresses of posts; empty if nobody said."""

    url: str = ""

    def page(self, kind: str, number: str) -> str:
        """Return the address of a question (q), answer (a) or comment's post, empty without a site."""
        return f"{self.url}/{kind}/{number}" if self.url else ""


def author(row: Row) -> NewAuthor:
    """A user, by number; the page they name is their address, and what they say of themselves is kept as text."""
    url = row.get("WebsiteUrl") or ""
    about = text.plain(row.get("AboutMe") or "", form="html")
    return NewAuthor(row.text("Id"), name=row.get("DisplayName") or "", url=url if _is_web(url) else "", about=about)


def speaker(row: Row, *, number: str, name: str) -> NewAuthor | None:
    """Who wrote a row: by number, or for somebody who left the site by the name that is kept on their words."""
    if user := row.get(number):
        return NewAuthor(user)
    if left := row.get(name):
        return NewAuthor(f"deleted:{left}"[:300], name=left)
    return None


def question(row: Row, site: Site) -> tuple[NewThread, NewPost]:
    """A question is a thread and its first post, by the same number; its tags are topics."""
    number, at = row.text("Id"), row.moment("CreationDate")
    asker = _speaker(row)
    title = row.get("Title") or f"Question {number}"
    url = site.page("q", number)
    thread = NewThread(number, Thread.Kind.QUESTION, title, at, author=asker, url=url, topics=tags(row.get("Tags")))
    return thread, _post(row, thread=number, url=url)


def answer(row: Row, site: Site) -> NewPost:
    """An answer replies to its question."""
    parent = row.text("ParentId")
    return _post(row, thread=parent, reply_to=parent, url=site.page("a", row.text("Id")))


def wiki(row: Row, *, tag: str | None) -> tuple[NewThread, NewPost]:
    """A tag's wiki and excerpt are one discussion of that tag, in a channel of their own."""
    if tag is None:
        raise Fault("This describes a tag that the dump does not have.", row.column("Id"), row.text("Id"))
    thread = NewThread(
        f"tag:{tag}", Thread.Kind.DISCUSSION, f"About the tag “{tag}”", row.moment("CreationDate"), channel="tag-wikis",
        topics=(tag,),
    )  # fmt: skip
    return thread, _post(row, thread=thread.origin_id)


def comment(row: Row, *, thread: str | None, site: Site) -> NewPost:
    """A comment is a post of its own kind that replies to the post it is under."""
    under = row.text("PostId")
    if thread is None:
        raise Fault("The post under which this was said is not in the dump.", row.column("PostId"), under)
    said_by = speaker(row, number="UserId", name="UserDisplayName")
    return NewPost(
        row.text("Id"), thread, row.values.get("Text", ""), row.moment("CreationDate"), kind="comment", form="plain",
        author=said_by.origin_id if said_by else None, reply_to=under, url=site.page("q", under),
    )  # fmt: skip


def vote(row: Row) -> NewReaction:
    """A vote; dumps hide who gave most of them, and tell the day only."""
    kind = row.text("VoteTypeId")
    return NewReaction(
        row.text("Id"), row.text("PostId"), KINDS.get(kind, Reaction.Kind.OTHER), row.moment("CreationDate"),
        actor=row.get("UserId"), origin_kind=VOTES.get(kind, kind)[:30],
    )  # fmt: skip


def link(row: Row, *, threads: dict[str, str]) -> NewLink:
    """A link between two posts joins their threads."""
    ends = []
    for name in ("PostId", "RelatedPostId"):
        if row.text(name) not in threads:
            raise Fault("The linked post is not in the dump.", row.column(name), row.text(name))
        ends.append(threads[row.text(name)])
    if ends[0] == ends[1]:
        raise Fault("This links a thread to itself.", row.column("RelatedPostId"), row.text("RelatedPostId"))
    if row.text("LinkTypeId") not in LINKS:
        raise Fault("This type of link is not known.", row.column("LinkTypeId"), row.text("LinkTypeId"))
    return NewLink(row.text("Id"), ends[0], ends[1], LINKS[row.text("LinkTypeId")], row.moment("CreationDate"))


def award(row: Row) -> list[str]:
    """A badge given to a user, as BadgesSeen tells it."""
    rank = RANKS.get(row.get("Class") or "", "")
    return [row.text("Id"), row.text("UserId"), row.text("Name"), rank, row.moment("Date").isoformat()]


def tags(told: str | None) -> tuple[str, ...]:
    """The tags of a question, which dumps write as <a><b> or as |a|b|."""
    return tuple(tag for tag in (told or "").replace("><", "|").strip("<>|").split("|") if tag)


def _post(row: Row, *, thread: str, reply_to: str | None = None, url: str = "") -> NewPost:
    return NewPost(
        row.text("Id"), thread, row.values.get("Body", ""), row.moment("CreationDate"), author=_speaker(row),
        reply_to=reply_to, form="html", url=url, edited_at=row.known_moment("LastEditDate"),
    )  # fmt: skip


def _speaker(row: Row) -> str | None:
    said_by = speaker(row, number="OwnerUserId", name="OwnerDisplayName")
    return said_by.origin_id if said_by else None


def _is_web(url: str) -> bool:
    try:
        return len(url) <= LONGEST_URL and urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        return False
