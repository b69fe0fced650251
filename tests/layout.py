"""Faults that a reader would see in the figures and tables of a page as it stands in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

SMALLEST, LARGEST = 12, 20  # CSS pixels of a text in a drawing
LINES = 10  # of text in a row of a series
GAPS = "/reference/not-known/"  # the page that gathers what was not found
UNKNOWN = 3  # sentences outside the box for what is not known that say that something was not found
# A box of text is higher than its letters: only what is left without a fifth at head and foot counts. It is rounded
# outwards where a letter leans out: whether a text stands in its frame is told by where it begins and ends.
_FIGURES = """() => {
    document.querySelectorAll('.rd-view').forEach(view => { view.hidden = false; });
    const shown = Array.from(document.querySelectorAll('.rd-plot > svg')).filter(svg => svg.clientWidth > 0);
    return shown.map(svg => {
        const frame = svg.parentElement.getBoundingClientRect();
        const texts = Array.from(svg.querySelectorAll('text'), element => {
            const box = element.getBoundingClientRect();
            const {a: scale, e: shift} = element.getScreenCTM();
            const last = element.getNumberOfChars() - 1;
            return {words: element.textContent, left: box.left, right: box.right,
                    begin: element.getStartPositionOfChar(0).x * scale + shift,
                    end: element.getEndPositionOfChar(last).x * scale + shift,
                    top: box.top + box.height / 5, bottom: box.bottom - box.height / 5,
                    size: parseFloat(getComputedStyle(element).fontSize) * svg.getScreenCTM().a};
        });
        const apart = (a, b) =>
            a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        const boxes = svg.parentElement.closest('.rd-diagram')
            ? Array.from(svg.querySelectorAll('rect'), box => box.getBoundingClientRect()) : [];
        const spilt = text => boxes.some(box => !apart(text, box) && (text.left < box.left || text.right > box.right
            || text.top < box.top || text.bottom > box.bottom));
        const lines = Array.from(svg.querySelectorAll('path.ref, path.event'), line => line.getBoundingClientRect());
        return {
            crossed: texts.filter(text => lines.some(line => !apart(text, line))).map(text => text.words),
            spilt: texts.filter(spilt).map(text => text.words),
            name: svg.getAttribute('aria-labelledby').split(' ')[0],
            wide: svg.classList.contains('rd-wide'),
            size: texts.filter(text => text.size < SMALLEST - 0.01 || text.size > LARGEST)
                .map(text => `${text.words}: ${text.size}`),
            outside: texts.filter(text => text.begin < frame.left - 0.5 || text.end > frame.right + 0.5
                || text.top < frame.top - 0.5 || text.bottom > frame.bottom + 0.5).map(text => text.words),
            met: texts.flatMap((text, at) => texts.slice(at + 1).filter(other => !apart(text, other))
                .map(other => `${text.words} / ${other.words}`)),
        };
    });
}""".replace("SMALLEST", str(SMALLEST)).replace("LARGEST", str(LARGEST))
# Of each table: the words and short Chinese names of cells that stand on more than one line (a break at a hyphen, in
# code or in a Chinese text is none within a word), the highest row in lines of text, how far the figures of a column
# are from standing one below the other, and whether the caption is wider than its box, figures to compare stand in
# cards, or bullets are cut.
_TABLES = """() => {
    const closed = Array.from(document.querySelectorAll('details:not([open])'));
    closed.forEach(box => { box.open = true; });
    const tables = Array.from(document.querySelectorAll('table.rd-table')).filter(table => table.offsetParent);
    const broken = table => Array.from(table.querySelectorAll('th, td')).flatMap(cell => {
        const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        const found = [];
        while (walk.nextNode()) {
            if (walk.currentNode.parentElement.closest('code')) continue;
            for (const word of walk.currentNode.data.matchAll(/[a-z]+|(?<!HAN)HAN{2,6}(?!HAN)/gi)) {
                const range = document.createRange();
                range.setStart(walk.currentNode, word.index);
                range.setEnd(walk.currentNode, word.index + word[0].length);
                if (/^zh/.test(document.documentElement.lang) && word[0] > '\u3000') continue;
                const tops = new Set(Array.from(range.getClientRects(), box => Math.round(box.top)));
                if (tops.size > 1) found.push(word[0]);
            }
        }
        return found;
    });
    const highest = table => Math.max(...Array.from(table.tBodies[0].rows, row => row.offsetHeight));
    const uneven = table => Math.max(0, ...Array.from(table.tHead.rows[0].cells, (head, column) => {
        const figures = Array.from(table.tBodies[0].rows, row => row.cells[column])
            .filter(cell => cell.matches('.rd-number')).map(cell => cell.querySelector(':scope > a')).filter(Boolean);
        const ends = figures.map(figure => figure.getBoundingClientRect().right);
        return ends.length ? Math.max(...ends) - Math.min(...ends) : 0;
    }));
    const isFigure = cell => /^[0-9.,]+( billion yuan)?%?$/.test(cell.textContent.trim());
    const inCards = table => table.rows[0].cells.length > 2 && getComputedStyle(table.rows[1]).display === 'block'
        && Array.from(table.tBodies[0].rows, row => Array.from(row.cells).slice(1)).flat().every(isFigure);
    const clipped = table => Array.from(table.querySelectorAll('li')).some(item =>
        item.getBoundingClientRect().left - table.closest('.rd-scroll').getBoundingClientRect().left < 12);
    const cut = table => table.caption && table.caption.offsetWidth > table.closest('.rd-scroll').clientWidth + 1;
    const found = tables.map(table => ({
        name: table.caption ? table.caption.textContent : table.textContent.slice(0, 40),
        broken: broken(table),
        lines: table.matches('.rd-series') ? highest(table) / parseFloat(getComputedStyle(table).lineHeight) : 0,
        uneven: table.matches('.rd-data') ? uneven(table) : 0,
        cut: cut(table),
        inCards: inCards(table),
        clipped: clipped(table),
    }));
    closed.forEach(box => { box.open = false; });
    return found;
}""".replace("HAN", "[\u4e00-\u9fff]")
# What a reader sees: quotation marks apart from their words, code that is cut, key points, unknown things all over.
_TEXT = """() => {
    const article = document.querySelector('article');
    const pairs = [['“', '”'], ['‘', '’'], ['《', '》'], ['（', '）']];
    const chinese = Array.from(article.querySelectorAll('[lang^=zh-H]'), element => element.textContent);
    const torn = chinese.filter(text => pairs.some(([open, close]) =>
        text.split(open).length !== text.split(close).length));
    const cut = Array.from(article.querySelectorAll('pre > code')).filter(code => code.offsetParent
        && [code, code.parentElement].some(box => box.scrollWidth > box.clientWidth + 1));
    const written = article.querySelectorAll(':scope > :is(p, ul:not(.rd-changes), ol)');
    const prose = Array.from(written, element => element.textContent);
    const boxes = Array.from(article.querySelectorAll('.admonition-title'), title => title.textContent);
    const points = Array.from(article.querySelectorAll('#key-points + ul > li'));
    return {
        torn, cut: cut.map(code => code.textContent.slice(0, 40)),
        unknown: prose.join(' ').split('not found').length - 1,
        boxes: boxes.filter(title => title === 'Not known').length,
        bare: points.filter(point => !point.querySelector('.rd-cite, a')).length,
    };
}"""


# Of each table on paper: cells that are not where their head is. In a table of columns each cell is shown and its words
# stand in the column; in one of cards each cell that is shown says its head, but for names and verdicts.
_ON_PAPER = """() => {
    const wordsOf = cell => {
        const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        const rects = [];
        while (walk.nextNode()) {
            const range = document.createRange();
            range.selectNodeContents(walk.currentNode);
            rects.push(...range.getClientRects());
        }
        return rects.filter(({ width }) => width > 0);
    };
    const isIn = (box, cell) => wordsOf(cell).every(words => words.left > box.left - 1 && words.right < box.right + 1);
    const isShown = element => element.getClientRects().length > 0;
    const isBelow = (head, cell) => isShown(cell) && isIn(head.getBoundingClientRect(), cell);
    const isSaid = (head, cell) => cell.tagName === 'TH' || cell.querySelector('.rd-verdict') !== null
        || getComputedStyle(cell, '::before').content.includes(head.textContent.trim());
    const isInCard = (head, cell) => !isShown(cell) || (isIn(cell.getBoundingClientRect(), cell) && isSaid(head, cell));
    const faults = [];
    for (const table of document.querySelectorAll('article table')) {
        if (!isShown(table) || table.tHead?.rows.length !== 1) continue;
        const heads = Array.from(table.tHead.rows[0].cells);
        const rows = Array.from(table.tBodies[0].rows).filter(row => isShown(row) && row.cells.length === heads.length);
        const all = isShown(table.tHead) ? [table.tHead.rows[0], ...rows] : rows;
        for (const row of all) {
            const isRight = getComputedStyle(row).display === 'table-row' ? isBelow : isInCard;
            const lost = heads.filter((head, column) => !isRight(head, row.cells[column]));
            faults.push(...lost.map(head => `${row.cells[0].textContent.trim()}, ${head.textContent.trim()}`));
        }
    }
    return faults;
}"""
PAPER = 665  # CSS pixels between the margins of a sheet of A4


def paper_faults(page: Page) -> Iterator[str]:
    """Cells of tables that are not below their heads where the page is printed."""
    before = page.viewport_size
    assert before is not None
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER, "height": before["height"]})
    found: list[str] = page.evaluate(_ON_PAPER)
    page.emulate_media(media="screen")
    page.set_viewport_size(before)
    yield from (f"on paper, a cell is not below its head: {place}" for place in found)


def text_faults(page: Page) -> Iterator[str]:
    """Torn quotations, cut code, key points without a source, notices of what is unknown all over."""
    found: dict[str, Any] = page.evaluate(_TEXT)
    for kind in ("torn", "cut"):
        if found[kind]:
            yield f"{kind}: {found[kind]}"
    if (found["boxes"] > 1 or found["unknown"] > UNKNOWN) and not page.url.endswith(GAPS):
        yield f"says {found['unknown']} times that something was not found, in the text and {found['boxes']} boxes"
    if found["bare"]:
        yield f"{found['bare']} key points lead to no source"


def figures(page: Page) -> list[dict[str, Any]]:
    """The drawings that a page shows at its width: name, and texts that are amiss, by kind."""
    found: list[dict[str, Any]] = page.evaluate(_FIGURES)
    return found


def figure_faults(shown: list[dict[str, Any]]) -> Iterator[str]:
    """Texts in drawings that are too small or large, outside, or in the way of others or of lines."""
    for figure in shown:
        for kind in ("size", "outside", "met", "spilt", "crossed"):
            if figure[kind]:
                yield f"{figure['name']}, {kind}: {figure[kind]}"


def table_faults(page: Page) -> Iterator[str]:
    """Broken words, high rows, uneven figures and cut captions in the tables of a page."""
    found: list[dict[str, Any]] = page.evaluate(_TABLES)
    for table in found:
        if table["broken"]:
            yield f"{table['name']}: {table['broken']} broken"
        if table["lines"] > LINES:
            yield f"{table['name']}: a row of {table['lines']:.0f} lines"
        if table["uneven"] > 1:
            yield f"{table['name']}: figures uneven by {table['uneven']}"
        if table["cut"]:
            yield f"{table['name']}: caption cut"
        if table["inCards"]:
            yield f"{table['name']}: figures to compare stand in cards"
        if table["clipped"]:
            yield f"{table['name']}: bullets cut"
