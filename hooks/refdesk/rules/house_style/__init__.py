"""The closed grammar of this site, where it is more than the linter of Markdown knows."""
