"""One build of the site by an engine; an adapter translates the events of the engine into calls of
``Build``.
"""
