"""What text and HTML are made of: Chinese characters, ids, elements."""

import re

import lxml.etree
import lxml.html

WEAK = "rd-weak"  # the class of the word "weak" behind a citation; tables show a sign for it

# A Chinese run: characters, with the punctuation and numbers between them, and quotations that are whole in it.
_HAN_SIGN = r"[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef·…—\d]"
HAN = re.compile(rf"[\u3400-\u9fff\uf900-\ufaff](?:{_HAN_SIGN}|“{_HAN_SIGN}*”|‘{_HAN_SIGN}*’)*")
# All elements are of one class: lxml would ask for that of each, whenever it is looked at.
_PARSER = lxml.etree.HTMLParser(remove_comments=True, remove_pis=True)
_PARSER.set_element_class_lookup(lxml.etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement))


def slug(text: str) -> str:
    """Return an id made of a text: lower case letters, digits, hyphens and Chinese characters."""
    return re.sub(r"[^0-9a-z\u3400-\u9fff]+", "-", text.lower()).strip("-")


def parse(html: str) -> lxml.html.HtmlElement:
    """Return a ``div`` with the elements of an HTML fragment, which is empty if they cannot be parsed."""
    try:
        body: lxml.html.HtmlElement = lxml.etree.fromstring(f"<html><body>{html}</body></html>", _PARSER).find("body")
    except (lxml.etree.LxmlError, ValueError):
        return lxml.html.Element("div")
    body.tag = "div"
    return body
