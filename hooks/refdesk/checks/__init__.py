"""Checks: each looks at the site for one kind of mistake and yields problems. None prints, none changes anything."""
