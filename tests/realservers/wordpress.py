"""A real WordPress on loopback: Debian's packages, a MariaDB behind a socket of its own, PHP's built-in web server.

Nothing runs as root, nothing leaves the machine, no file outside its folder is written. The blog is run through its
REST API, as an editor's own programs would; what that API lacks is done by its PHP on the command line.
"""

from __future__ import annotations

import base64
import html
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.stores import child

PROGRAM = Path("/usr/share/wordpress")
USER = "ana"
# Debian keeps servers in /usr/sbin, which is not on everybody's PATH.
_PATH = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"
_REQUEST = re.compile(r"\[(\d{3})\]: GET (\S+)")
_PHP = ("-d", "sendmail_path=/bin/true", "-d", "display_errors=stderr", "-d", "opcache.enable=1")
_SMALL = (
    *("--skip-networking", "--skip-log-bin", "--skip-name-resolve", "--performance-schema=OFF"),
    *("--innodb-buffer-pool-size=32M", "--innodb-log-file-size=8M"),
    *("--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=OFF"),
)
_CONFIG = """<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');  // the socket lies in a folder that only its owner may enter
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('WP_HOME', '{address}');
define('WP_SITEURL', '{address}');
define('WP_ENVIRONMENT_TYPE', 'local');  // application passwords over http
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
$table_prefix = 'wp_';
require_once ABSPATH . 'wp-settings.php';
"""
_INSTALL = """
define('WP_INSTALLING', true);
require 'wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('El blog de Lumbre', '%(user)s', 'ana@blog.example', true, '', 'una contraseña larga');
$wp_rewrite->set_permalink_structure('/%%postname%%/');
$wp_rewrite->flush_rules();
[$password] = WP_Application_Passwords::create_new_application_password(1, ['name' => 'tests']);
echo $password;
"""

_EMPTY = """
$all = array_keys(get_post_stati());
$kinds = ['post', 'page', 'attachment'];
foreach (get_posts(['post_type' => $kinds, 'post_status' => $all, 'numberposts' => -1]) as $post)
    wp_delete_post($post->ID, true);
update_option('posts_per_rss', 10);
"""


def missing() -> str:
    """What the machine lacks for it; empty where all is there."""
    lacks = [name for name in ("php", "mariadbd", "mariadb-install-db") if not _found(name)]
    lacks += [] if (PROGRAM / "wp-settings.php").exists() else ["wordpress"]
    return ", ".join(lacks)


@dataclass(frozen=True)
class Entry:
    """A post or a comment, in the words that its writer typed, under the id and title that the feeds give it."""

    guid: str
    title: str
    text: str


class Refused(Exception):
    """WordPress answered with an error."""


class WordPress:
    """One blog, with its database and web server. It has one user."""

    def __init__(self) -> None:
        self.account = child.unprivileged()
        self.folder = Path(tempfile.mkdtemp(prefix="cmhub-wp-"))
        self.port = child.free_port()
        self.address = f"http://{child.LOOPBACK}:{self.port}"
        self.site, self.data, self.log = (self.folder / name for name in ("site", "data", "access.log"))
        self.processes: list[subprocess.Popen[bytes]] = []
        self.password = ""

    def start(self, *, seconds: float = 120) -> None:
        """Install and start; returns when it answers. `stop` it, also where this fails."""
        child.private_folder(self.folder, self.account)
        child.private_folder(self.data, self.account)
        self._start_database(seconds)
        shutil.copytree(PROGRAM, self.site)  # Debian's links followed: WordPress finds its settings beside its files
        child.private_folder(self.site / "wp-content" / "uploads", self.account)
        config = _CONFIG.format(socket=self.folder / "db.sock", address=self.address)
        (self.site / "wp-config.php").write_text(config)
        self.password = self.php(_INSTALL % {"user": USER}, load=False)
        self._start_web(seconds)

    def stop(self) -> None:
        """End both servers and forget everything."""
        for process in reversed(self.processes):
            child.stop(process, signal.SIGTERM, seconds=20)
        shutil.rmtree(self.folder)

    def php(self, code: str, *, load: bool = True) -> str:
        """What `code` prints, run inside WordPress. Raises Refused with what PHP complained of."""
        host = f"$_SERVER['HTTP_HOST'] = '{child.LOOPBACK}:{self.port}';"
        command = [_found("php"), *_PHP, "-r", host + ("require 'wp-load.php';" if load else "") + code]
        process = self._spawn(command, self.site, subprocess.PIPE, errors=subprocess.PIPE)
        said, complained = process.communicate(timeout=120)
        if process.returncode or complained:
            raise Refused(said.decode() + complained.decode())
        return said.decode()

    def set_option(self, name: str, value: int | str) -> None:
        """One of WordPress's settings, also those that its REST API does not know."""
        self.php(f"update_option({json.dumps(name)}, {json.dumps(value)});")

    def publish(self, title: str, text: str, **fields: Any) -> int:
        """A new post; `date_gmt` as WordPress writes it. Returns its number."""
        return self.call("POST", "posts", title=title, content=text, status="publish", **fields)["id"]

    def edit(self, post: int, **fields: Any) -> None:
        """New `title`, `content` or `status` of a post."""
        self.call("POST", f"posts/{post}", **fields)

    def delete(self, post: int, *, for_good: bool = False) -> None:
        """Into the trash, or gone for good."""
        self.call("DELETE", f"posts/{post}", force=for_good)

    def comment(self, post: int, author: str, text: str, *, status: str = "approve") -> int:
        """A comment by a reader; "hold" leaves it to be moderated. Returns its number."""
        said = {"post": post, "author_name": author, "author_email": "lector@mail.example", "content": text}
        return self.call("POST", "comments", **said, status=status)["id"]

    def edit_comment(self, comment: int, **fields: Any) -> None:
        """New `content`, or `status`: approved, hold, spam, trash."""
        self.call("POST", f"comments/{comment}", **fields)

    def delete_comment(self, comment: int, *, for_good: bool = False) -> None:
        """Into the trash, or gone for good."""
        self.call("DELETE", f"comments/{comment}", force=for_good)

    def posts(self) -> dict[int, Entry]:
        """Every public post."""
        listed = self.call("GET", "posts?per_page=100&context=edit&status=publish")
        return {p["id"]: Entry(p["guid"]["raw"], p["title"]["raw"], p["content"]["raw"]) for p in listed}

    def comments(self, posts: Mapping[int, Entry]) -> dict[int, Entry]:
        """Every comment that readers see: approved, under one of the public `posts`."""
        listed = self.call("GET", "comments?per_page=100&context=edit&status=approve")
        return {c["id"]: _comment(c, posts[c["post"]]) for c in listed if c["post"] in posts}

    def entries(self) -> list[Entry]:
        """All that readers see."""
        posts = self.posts()
        return [*posts.values(), *self.comments(posts).values()]

    def empty(self) -> None:
        """Without posts and comments, also in the trash; settings of feeds as WordPress has them."""
        self.php(_EMPTY)

    def answers(self, path: str) -> list[int]:
        """Status of every answer to a GET of `path` so far, in order."""
        lines = self.log.read_text(errors="replace").splitlines()
        found = (_REQUEST.search(line) for line in lines)
        return [int(match[1]) for match in found if match and match[2] == path]

    def call(self, method: str, path: str, **fields: Any) -> Any:
        """Ask the REST API. Raises Refused with its answer."""
        request = urllib.request.Request(f"{self.address}/wp-json/wp/v2/{path}", method=method)
        request.add_header("Authorization", "Basic " + base64.b64encode(f"{USER}:{self.password}".encode()).decode())
        if fields:
            request.data = json.dumps(fields).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise Refused(f"{method} {path}: {error.code} {error.read().decode(errors='replace')}") from error

    def _start_database(self, seconds: float) -> None:
        log = self.folder / "database.log"
        begin = self.folder / "begin.sql"
        begin.write_text("CREATE DATABASE IF NOT EXISTS wordpress CHARACTER SET utf8mb4;\n")
        basics = ["--no-defaults", f"--datadir={self.data}"]
        made = [*basics, "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"]
        with log.open("ab") as out:
            installing = self._spawn([_found("mariadb-install-db"), *made], self.data, out)
            child.finish(installing)
            assert installing.returncode == 0, log.read_text()
            socket = self.folder / "db.sock"
            served = [*basics, *_SMALL, f"--socket={socket}", f"--init-file={begin}", f"--tmpdir={self.data}"]
            database = self._spawn([_found("mariadbd"), *served], self.data, out)
        self.processes.append(database)
        assert child.wait_until(socket.exists, database, seconds=seconds), log.read_text()

    def _start_web(self, seconds: float) -> None:
        served = [*_PHP, "-S", f"{child.LOOPBACK}:{self.port}", "-t", self.site]
        with self.log.open("ab") as out:
            web = self._spawn([_found("php"), *served], self.site, out)
        self.processes.append(web)
        assert child.wait_until(self._answers, web, seconds=seconds), self.log.read_text()

    def _answers(self) -> bool:
        try:
            self.call("GET", "posts")
        except OSError:
            return False
        return True

    def _spawn(self, command: list[Any], cwd: Path, log: Any, **more: Any) -> subprocess.Popen[bytes]:
        return child.spawn(command, cwd=cwd, log=log, account=self.account, **more)


def _comment(comment: dict[str, Any], post: Entry) -> Entry:
    """Comments are kept with & and < escaped, posts as they were typed."""
    title = f"Comment on {post.title} by {comment['author_name']}"
    return Entry(f"{post.guid}#comment-{comment['id']}", title, html.unescape(comment["content"]["raw"]))


def _found(program: str) -> str:
    return shutil.which(program, path=_PATH) or ""
