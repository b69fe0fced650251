"""The forms: what is typed is checked beside its field, written as the data have it, and handed to the code host."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from playwright.sync_api import Page, expect

from accessible import violations
from conftest import REPOSITORY, copy_sample, refdesk, resize
from site_server import served

SOURCE = {
    "Title": "Rules for those who pay 规则",
    "Address": "https://press.example.com/rules",
    "Authors": "Jane Doe\nA Committee: its second",
    "Publisher": "The Sampleland Press",
    "Published on": "2026-03-04",
    "Read on": "2026-11-20",
    "Language": "en",
    "Form": "webpage",
    "Kind of source": "media",
    "How it was read": "original",
}


def fill(page: Page, form: str, values: dict[str, str]) -> None:
    """Type values into the fields of a form, by their labels."""
    for label, value in values.items():
        field = page.locator(f"#form-{form}").get_by_label(label, exact=False).first
        if field.evaluate("field => field.localName") == "select":
            field.select_option(value)
        else:
            field.fill(value)


def shown(page: Page, form: str) -> str:
    """Return the text that a form comes to."""
    page.locator(f"#form-{form}").get_by_role("button", name="Check").press("Enter")
    text = page.locator(f"#form-{form} [data-part=yaml]")
    expect(text).to_be_visible()
    return text.text_content() or ""


def told(page: Page, form: str) -> list[str]:
    """Return what a form says to be wrong."""
    page.locator(f"#form-{form}").get_by_role("button", name="Check").click()
    expect(page.locator(f"#form-{form} [data-part=text]")).to_be_hidden()
    return page.locator(f"#form-{form} .rd-form-wrong:visible").all_text_contents()


def test_a_source_is_proposed_on_the_code_host_as_a_file_that_the_data_take(
    page: Page, public_sample: Path, tmp_path: Path
) -> None:
    with served(public_sample) as address:
        page.goto(f"{address}about/send/")
        fill(page, "source", SOURCE)
        text = shown(page, "source")
        link = page.locator("#form-source [data-part=send]").get_attribute("href") or ""
    assert link.startswith(f"{REPOSITORY}/new/main/docs/data/sources?")
    asked = parse_qs(urlsplit(link).query)
    assert asked["value"] == [text]
    [entry] = yaml.safe_load(text)["references"]
    assert asked["filename"] == [f"{entry['id']}.yml"] == ["doe-2026-03-04-rules-those.yml"]
    assert entry["title"] == SOURCE["Title"]
    assert entry["author"][1] == {"literal": "A Committee: its second"}
    root = copy_sample(tmp_path / "site")
    folder = root / "docs/data/sources"
    folder.mkdir(exist_ok=True)
    (folder / asked["filename"][0]).write_text(text, encoding="utf-8")
    checked = refdesk("check", cwd=root)
    assert [line for line in checked.stdout.splitlines() if entry["id"] in line and "uncited-source" not in line] == []


def test_what_is_wrong_is_told_beside_its_field_and_the_first_has_the_focus(
    page: Page, sample: str, sample_root: Path
) -> None:
    page.goto(f"{sample}about/send/")
    assert told(page, "term") == ["This is needed."] * 5
    expect(page.locator("#term-en")).to_be_focused()
    assert "term-en-wrong" in (page.locator("#term-en").get_attribute("aria-describedby") or "")
    fill(page, "source", {**SOURCE, "Published on": "2026-02-30", "Read on": "2999-01-01"})
    entries = yaml.safe_load((sample_root / "docs/data/sources.yml").read_text(encoding="utf-8"))["references"]
    known = next(entry["URL"] for entry in entries if "URL" in entry)
    for address, message in {
        known: "This text is there already: its id is ",
        "http://192.168.0.1/": "Only one network knows '192.168.0.1'.",
        "www.example.com": "Write the whole address",
        "https://me:secret@example.com/": "This address carries a name or a password.",
    }.items():
        fill(page, "source", {"Address": address})
        assert told(page, "source")[0].startswith(message)
    fill(page, "source", SOURCE)
    page.locator("#source-id").fill(page.evaluate("refdeskForms.ids.sources[0]"))
    assert told(page, "source")[0].startswith("There is an entry")
    fill(page, "source", {"Published on": "2026-02-30", "Read on": "2999-01-01", "How it was read": "copy"})
    assert [message[:20] for message in told(page, "source")[:2]] == ["Write a year, a mont", "2999-01-01 is still "]


def test_a_copy_that_names_no_host_shows_the_text_to_send(page: Page, sample: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{sample}topics/money/")
    page.get_by_role("link", name="Write down what is wrong").click()
    expect(page.locator("#mistake-page")).to_have_value("topics/money.md")
    fill(page, "mistake", {"What the page says": "It was 7%.", "What is right": "It was 6%.", "Source": "A bulletin"})
    text = shown(page, "mistake")
    assert "It says: It was 7%." in text
    expect(page.locator("#form-mistake")).to_contain_text("REPO_URL")
    expect(page.locator("#form-mistake [data-part=send]")).to_be_hidden()
    page.locator("#form-mistake [data-part=copy]").click()
    assert page.evaluate("navigator.clipboard.readText()") == text


def test_a_term_goes_to_the_host_as_an_entry_and_a_mistake_as_a_report(page: Page, public_sample: Path) -> None:
    with served(public_sample) as address:
        page.goto(f"{address}about/send/")
        fill(page, "term", {"English": "tide", "Chinese": "潮", "Pinyin": "cháo", "What it means": "A rise. [@a]"})
        entry = yaml.safe_load(shown(page, "term"))
        fill(page, "mistake", {"Page": "x", "What the page says": "a", "What is right": "b", "Source": "c"})
        shown(page, "mistake")
        term, mistake = (
            parse_qs(urlsplit(page.locator(f"#form-{form} [data-part=send]").get_attribute("href") or "").query)
            for form in ("term", "mistake")
        )
    assert entry == [{"id": "tide", "en": "tide", "zh": "潮", "pinyin": "cháo", "definition": "A rise. [@a]"}]
    assert (term["template"], term["file"]) == (["new-entry.yml"], ["docs/data/glossary.yml"])
    assert yaml.safe_load(term["entry"][0]) == entry
    assert (mistake["template"], mistake["says"], mistake["source"]) == (["wrong-fact.yml"], ["a"], ["c"])


@pytest.mark.parametrize("width", [1280, 390])
def test_a_form_fits_and_all_can_use_it(page: Page, sample: str, width: int) -> None:
    resize(page, width)
    page.goto(f"{sample}about/send/")
    told(page, "source")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


def test_the_forms_work_from_the_disk(page: Page, disk_site: Path) -> None:
    page.goto((disk_site / "about/send.html").as_uri())
    fill(page, "source", SOURCE)
    assert "doe-2026-03-04-rules-those" in shown(page, "source")
