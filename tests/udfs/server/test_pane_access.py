"""The task pane for everyone: keyboard, screen reader, contrast, narrow panes, fewer movements."""

from __future__ import annotations

import itertools
import signal
from typing import Any

import pytest
from xlevent_udfs.macros.catalogue import MACROS

from tests.tools.programs import ROOT
from tests.udfs.macros import excel
from tests.udfs.server.pane import Pane
from tests.udfs.server.running import Server

pytestmark = [pytest.mark.slow, pytest.mark.browser]

# Texts whose contrast with what is behind them is below 4.5, as in tests/tools/browse.mjs.
_PALE = """
const light = (colour) => {
  const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map((value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ground = (element) => {
  for (let one = element; one; one = one.parentElement) {
    const colour = getComputedStyle(one).backgroundColor;
    if (colour !== "rgba(0, 0, 0, 0)" && colour !== "transparent") return colour;
  }
  return "rgb(255, 255, 255)";
};
const pale = new Set();
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.textContent.trim() || !element.getClientRects().length) continue;
  if (element.closest('[aria-disabled="true"]')) continue;
  const pair = [light(getComputedStyle(element).color), light(ground(element))];
  pair.sort((a, b) => b - a);
  const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
  if (ratio < 4.5) pale.add(`${element.outerHTML.slice(0, 80)}: ${ratio.toFixed(2)}`);
}
return [...pale];
"""
_NAMELESS = """
const named = (e) => e.ariaLabel || e.innerText?.trim() || e.labels?.length;
return [...document.querySelectorAll("button, a, input, textarea, summary")]
  .filter((e) => e.getClientRects().length && !named(e)).map((e) => e.outerHTML);
"""


@pytest.fixture(scope="module")
def demo() -> dict[str, Any]:
    return excel.payload(ROOT / "workbooks" / "demo.xlsx")


@pytest.mark.parametrize("width", [320, 450])
@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_every_state_is_readable(
    server: Server, pane: Pane, demo: dict[str, Any], language: str, width: int
) -> None:
    def looks() -> None:
        assert pane.eval(_PALE) == []
        assert pane.eval(_NAMELESS) == []
        root = "document.documentElement"
        assert not pane.eval(f"return {root}.scrollWidth > {root}.clientWidth")
        levels = pane.eval(
            "return [...document.querySelectorAll('h1,h2,h3')]"
            ".filter(h => h.getClientRects().length).map(h => Number(h.tagName[1]))"
        )
        assert levels[0] == 1
        assert all(next_ - one <= 1 for one, next_ in itertools.pairwise(levels))

    pane.open(server.url, demo, width=width)
    pane.language(language)
    looks()
    pane.macro("reconcile")
    looks()
    pane.press("Escape")
    server.macro("export", demo)
    server.signal_workers(signal.SIGSTOP)
    pane.macro("validate")
    pane.wait("document.querySelectorAll('#steps .past').length === 2")
    looks()
    server.signal_workers(signal.SIGCONT)
    pane.outcome()
    looks()
    pane.click(".filter.warning")
    looks()
    pane.macro("export")
    pane.outcome()
    pane.click("#copying summary")
    looks()


def test_everything_is_reached_and_used_by_keyboard(
    server: Server, pane: Pane, gala: dict[str, Any]
) -> None:
    pane.open(server.url, gala)
    where = (
        "const e = document.activeElement;"
        "return e.dataset.macro || e.dataset.language || e.dataset.text || e.id"
    )
    reached = []
    for _ in range(len(MACROS) + 4):
        pane.press("Tab")
        reached.append(pane.eval(where))
        style = "getComputedStyle(document.activeElement, document.activeElement.dataset.macro"
        outline = pane.eval(f"return {style} ? '::after' : null).outlineStyle")
        assert outline == "solid", reached[-1]
    assert reached == ["skip", "zh-TW", "en", *MACROS, "about"]
    pane.eval("document.querySelector('[data-macro=schedule]').focus()")
    pane.press("Space")
    assert pane.outcome()[0] == "Schedule: done"
    assert pane.eval(where) == "outcome-title"
    pane.press("Escape")
    assert pane.eval(where) == "schedule"
    pane.press("Enter")
    assert pane.outcome()[0] == "Schedule: done"


def test_a_screen_reader_finds_its_way(server: Server, pane: Pane, gala: dict[str, Any]) -> None:
    pane.open(server.url, gala)
    for landmark in ("header", "main", "nav[aria-label]", "footer"):
        assert pane.eval(f"return document.querySelectorAll('body {landmark}').length") == 1
    assert pane.eval("return document.getElementById('step').ariaLive") == "polite"
    assert pane.eval("return document.getElementById('notice').role") == "alert"
    button = "document.querySelector('[data-macro=schedule]')"
    help_id = pane.eval(f"return {button}.getAttribute('aria-describedby')")
    assert pane.text(f"#{help_id}") == MACROS["schedule"].help.en
    for language, wanted in (("zh-TW", "zh-Hant-TW"), ("en", "en")):
        pane.language(language)
        assert pane.eval("return document.documentElement.lang") == wanted


def test_fewer_movements_and_forced_colours(
    server: Server, pane: Pane, gala: dict[str, Any]
) -> None:
    pane.open(server.url, gala, media={"reducedMotion": "reduce", "forcedColors": "active"})
    server.macro("export", gala)
    server.signal_workers(signal.SIGSTOP)
    pane.macro("schedule")
    pane.wait("document.querySelectorAll('#steps .past').length === 2")
    assert pane.eval("return getComputedStyle(document.getElementById('bar')).display") == "none"
    assert pane.text("#step")
    server.signal_workers(signal.SIGCONT)
    assert pane.outcome()[0] == "Schedule: done"
    pressed = "document.querySelector('[data-language][aria-pressed=true]')"
    other = "document.querySelector('[data-language][aria-pressed=false]')"
    ground = "return getComputedStyle({}).backgroundColor"
    assert pane.eval(ground.format(pressed)) != pane.eval(ground.format(other))


def test_nothing_is_loaded_from_outside(server: Server, pane: Pane, gala: dict[str, Any]) -> None:
    pane.open(server.url, gala)
    pane.macro("schedule")
    pane.outcome()
    seen = pane.do("seen")
    assert {url.split("/")[2] for url in seen["asked"]} == {f"localhost:{server.port}"}
    assert not [m for m in seen["messages"] if "Content Security Policy" in m]
