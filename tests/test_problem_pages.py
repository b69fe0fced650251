"""Every rule is explained to writers, and its own example is reported by it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from conftest import ROOT, copy_site
from refdesk.check import check
from refdesk.problems.problem import CATALOGUE, Problem, Rule
from refdesk.rules.run import load_rules
from refdesk.site.site import load_site

load_rules()
