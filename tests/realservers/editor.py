"""An editor and the readers of a blog, who do what they like; the same each time for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.realservers.wordpress import WordPress

_SAID = (
    "El café de la mañana sabe a gloria",
    "Qué decepción, llegó frío y tarde",
    "Tom & Ana abren a las 9 😀",
    "Menos de 3 < 5 euros, dicen",
    "Ni bueno ni malo, ¿y vosotros?",
)


class Editor:
    """Keeps what it may act on by asking the blog, never by remembering."""

    def __init__(self, blog: WordPress, *, seed: int) -> None:
        self.blog = blog
        self.chance = random.Random(seed)
        self.said = 0
        self.trash: list[int] = []
        self.held: list[int] = []

    def act(self) -> None:
        """Do one thing that is possible now."""
        public = self.blog.posts()
        posts, comments = list(public), list(self.blog.comments(public))
        doing: list[tuple[int, Callable[[], object]]] = [(6, self._publish)]
        if posts:
            post = self.chance.choice(posts)
            doing += [
                (4, lambda: self.blog.edit(post, content=self._text())),
                (1, lambda: self.blog.edit(post, title=self._title())),
                (5, lambda: self._comment(post, "approve")),
                (2, lambda: self._comment(post, "hold")),
            ]
        if len(posts) > 4:
            doing += [(2, lambda: self._trash(post)), (1, lambda: self.blog.delete(post, for_good=True))]
        if self.trash:
            doing += [(1, lambda: self.blog.edit(self.trash.pop(), status="publish"))]
        if self.held:
            doing += [(3, lambda: self._approve(self.held.pop()))]
        if comments:
            comment = self.chance.choice(comments)
            doing += [
                (3, lambda: self.blog.edit_comment(comment, content=self._text())),
                (1, lambda: self.blog.edit_comment(comment, status="spam")),
                (1, lambda: self.blog.delete_comment(comment)),
                (1, lambda: self.blog.delete_comment(comment, for_good=True)),
            ]
        weights, acts = zip(*doing, strict=True)
        self.chance.choices(acts, weights)[0]()

    def go_on(self) -> None:
        """One more post, and a comment under it: what every living blog does sooner or later."""
        self._publish()
        self._comment(max(self.blog.posts()), "approve")

    def _publish(self) -> None:
        self.blog.publish(self._title(), self._text())

    def _comment(self, post: int, status: str) -> None:
        comment = self.blog.comment(post, f"Lectora {self.chance.randint(1, 6)}", self._text(), status=status)
        if status == "hold":
            self.held.append(comment)

    def _approve(self, comment: int) -> None:
        self.blog.edit_comment(comment, status="approved")

    def _trash(self, post: int) -> None:
        self.blog.delete(post)
        self.trash.append(post)

    def _title(self) -> str:
        self.said += 1
        return f"Entrada {self.said}"

    def _text(self) -> str:
        self.said += 1
        return f"{self.chance.choice(_SAID)} ({self.said})"
