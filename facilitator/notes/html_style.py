"""How the notes look as a page: in light and in dark, and on paper."""

from typing import Final

STYLE: Final = """\
:root {
  color-scheme: light dark;
  --paper: #fdfdfb; --ink: #1d2129; --quiet: #565d69; --line: #d9dbdf; --accent: #0b5c74;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #16191e; --ink: #e7e9ec; --quiet: #a3abb8; --line: #363c46; --accent: #79c6dd; }
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 2.5rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
article { max-width: 44rem; margin: 0 auto; overflow-wrap: anywhere; }
bdi { white-space: pre-wrap; }
header { border-bottom: 2px solid var(--accent); margin-bottom: 2rem; padding-bottom: .75rem; }
header p { margin: 0; color: var(--quiet); }
h1 { margin: 0 0 .25rem; font-size: 2rem; line-height: 1.2; }
h2 { margin: 2rem 0 .5rem; font-size: 1.25rem; line-height: 1.3; color: var(--accent); }
h3 { margin: 1.25rem 0 .25rem; font-size: 1.0625rem; }
p { margin: .5rem 0; }
ul { margin: .25rem 0; padding-inline-start: 1.35rem; }
li { margin: .25rem 0; }
a { color: var(--accent); }
dl { display: grid; grid-template-columns: minmax(8rem, auto) 1fr; gap: .25rem 1.25rem; margin: .5rem 0; }
dt { font-weight: 600; }
dd { margin: 0; color: var(--quiet); }
@media (max-width: 32rem) {
  dl { display: block; }
  dd { margin-bottom: .5rem; }
}
@media print {
  :root {
    color-scheme: light;
    --paper: #fff; --ink: #000; --quiet: #333; --line: #999; --accent: #000;
  }
  body { padding: 0; font-size: 11pt; }
  article { max-width: none; }
  h1, h2, h3 { break-after: avoid; }
  li, dt, dd { break-inside: avoid; }
  a { text-decoration: none; }
}
@page { margin: 2cm; }
"""
"""The page's style sheet. It names no file and no address: the page loads nothing."""
