"""The grammar of this site, as far as the linter of Markdown does not know it."""
