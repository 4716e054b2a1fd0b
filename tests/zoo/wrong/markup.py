"""<script>alert('docstring')</script>"""

import numpy as np


"<script>alert('code')</script>"


def double(x):
    print("<script>alert('output')</script>\x1b[2J\x1b]0;owned\x07")
    raise type("</pre><script>alert(1)</script>", (Exception,), {})


def total(x):
    raise ValueError("<script>alert('text')</script>")


def even(f, x):
    return {"<b>": "</td></table>"}


print("<script>alert('loaded')</script>\x1b[31mred\x1b[2J")
