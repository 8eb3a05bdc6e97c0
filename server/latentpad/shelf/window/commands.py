"""The keys and the menu."""

import sys
import tkinter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from latentpad.shelf.settings import THEMES
from latentpad.shelf.window.appearance import Appearance
from latentpad.shelf.window.style import Style

MODIFIER, SHOWN = ("Command", "⌘") if sys.platform == "darwin" else ("Control", "Ctrl+")
LARGER = 10
"""Percent."""


@dataclass(frozen=True)
class Actions:
    """What keys and menu do."""

    play: Callable[[], None]
    stop: Callable[[], None]
    keep: Callable[[], None]
    show_folder: Callable[[], None]
    copy_paths: Callable[[], None]
    select_all: Callable[[], None]
    step: Callable[[int, bool], None]
    """Move by so many rows; whether everything on the way is selected."""

    page: Callable[[], int]
    """Returns how many rows a page has."""

    changed: Callable[[], None]
    """Called after any of them: what is selected or said may be another."""

    close: Callable[[], None]


def bind_keys(root: tkinter.Tk, actions: Actions, appearance: Appearance) -> None:
    """Have keys do what they do in lists of files, and letters what they do on the page."""
    plain: dict[str, Callable[[], object]] = {
        **dict.fromkeys(("space", "Return", "KP_Enter"), actions.play),
        "Escape": actions.stop,
        **dict.fromkeys(("k", "K"), actions.keep),
        **dict.fromkeys(("f", "F"), actions.show_folder),
        **dict.fromkeys(("t", "T"), appearance.next_theme),
        **dict.fromkeys(("p", "P"), appearance.toggle_on_top),
        **dict.fromkeys((f"{MODIFIER}-a", f"{MODIFIER}-A"), actions.select_all),
        **dict.fromkeys((f"{MODIFIER}-c", f"{MODIFIER}-C"), actions.copy_paths),
        **dict.fromkeys((f"{MODIFIER}-{key}" for key in ("plus", "equal", "KP_Add")), lambda: appearance.zoom(LARGER)),
        **dict.fromkeys((f"{MODIFIER}-{key}" for key in ("minus", "KP_Subtract")), lambda: appearance.zoom(-LARGER)),
        **dict.fromkeys((f"{MODIFIER}-{key}" for key in ("Key-0", "KP_0")), lambda: appearance.zoom(0)),
        **dict.fromkeys((f"{MODIFIER}-w", f"{MODIFIER}-W", f"{MODIFIER}-q", f"{MODIFIER}-Q"), actions.close),
    }
    for key, action in plain.items():
        _bind(root, key, action, actions.changed)
    steps: dict[str, Callable[[], int]] = {
        "Up": lambda: -1,
        "Down": lambda: 1,
        "Prior": lambda: -actions.page(),
        "Next": actions.page,
        "Home": lambda: -sys.maxsize,
        "End": lambda: sys.maxsize,
    }
    for key, rows in steps.items():
        _bind(root, key, partial(_step, actions, rows, False), actions.changed)
        _bind(root, f"Shift-{key}", partial(_step, actions, rows, True), actions.changed)


def _step(actions: Actions, rows: Callable[[], int], is_extending: bool) -> None:
    actions.step(rows(), is_extending)


def _bind(root: tkinter.Tk, key: str, action: Callable[[], object], changed: Callable[[], None]) -> None:
    """Have a key do something."""
    root.bind(f"<{key}>", partial(_react, action, changed))


def _react(action: Callable[[], object], changed: Callable[[], None], _event: object = None) -> None:
    action()
    changed()


def make_menu(root: tkinter.Tk, actions: Actions, appearance: Appearance) -> tkinter.Menu:
    """Return the menu of the right mouse button."""
    menu = tkinter.Menu(root, tearoff=False)

    def add(label: str, key: str, action: Callable[[], None]) -> None:
        menu.add_command(label=label, accelerator=key, command=partial(_react, action, actions.changed))

    add("Play", "Space", actions.play)
    add("Keep", "K", actions.keep)
    add("Show in folder", "F", actions.show_folder)
    add("Copy path", f"{SHOWN}C", actions.copy_paths)
    add("Select all", f"{SHOWN}A", actions.select_all)
    menu.add_separator()
    is_on_top, toggle = appearance.is_on_top, appearance.toggle_on_top
    menu.add_checkbutton(label="Stay on top", accelerator="P", variable=is_on_top, command=toggle)
    themes = tkinter.Menu(menu, tearoff=False)
    for theme in THEMES:
        themes.add_command(label=theme.capitalize(), command=partial(appearance.choose_theme, theme))
    menu.add_cascade(label="Theme", menu=themes)
    add("Larger", f"{SHOWN}+", partial(appearance.zoom, LARGER))
    add("Smaller", f"{SHOWN}-", partial(appearance.zoom, -LARGER))
    menu.add_separator()
    menu.add_command(label="Close", accelerator=f"{SHOWN}W", command=actions.close)
    return menu


def colour_menu(menu: tkinter.Menu, style: Style) -> None:
    """Give the menu and those in it the window's colours under X; elsewhere they are the system's own."""
    if menu.tk.call("tk", "windowingsystem") != "x11":
        return
    theme = style.theme
    for one in (menu, *(child for child in menu.winfo_children() if isinstance(child, tkinter.Menu))):
        one.configure(
            background=theme.raised,
            foreground=theme.text,
            activebackground=theme.selected,
            activeforeground=theme.text,
            selectcolor=theme.accent,
            font=style.detail,
            relief="flat",
            activeborderwidth=0,
        )


def bind_menu(root: tkinter.Tk, canvas: tkinter.Misc, menu: tkinter.Menu, select: Callable[[int], None]) -> None:
    """Have the menu open where systems open it: with the right button, Control-click on macOS, the menu key."""

    def post(event: "tkinter.Event[tkinter.Misc]") -> None:
        select(event.y)
        menu.tk_popup(event.x_root, event.y_root)

    buttons = ("<Button-2>", "<Button-3>", "<Control-Button-1>") if sys.platform == "darwin" else ("<Button-3>",)
    for button in buttons:
        canvas.bind(button, post)
    for key in ("<Shift-F10>", "<App>" if sys.platform == "win32" else "<Menu>"):
        root.bind(key, lambda _: menu.tk_popup(canvas.winfo_rootx() + 20, canvas.winfo_rooty() + 20))
