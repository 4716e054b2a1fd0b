"""STOPGAP."""
from __future__ import annotations
import ast, tomllib
from dataclasses import dataclass, field
from pathlib import Path

@dataclass(frozen=True)
class Limits:
    size: int | None = None
    sizes: tuple[int, ...] = ()
    time: float | None = None
    growth: float | None = None
    memory: float | None = None
    calls: tuple[float, ...] = ()

@dataclass(frozen=True)
class Exercise:
    stem: str; title: str; chapter: int; folder: str; items: tuple; pages: tuple; level: int; points: float
    needs: tuple; banned: tuple; hints: tuple; budgets: dict; call_seconds: float; memory_mb: int; root: Path
    @property
    def stub(self): return self.root/"exercises"/self.folder/f"{self.stem}.py"
    @property
    def reference(self): return self.root/"reference"/self.folder/f"{self.stem}.py"
    @property
    def variants(self): return self.root/"reference"/self.folder/f"{self.stem}_variants.py"
    @property
    def tests(self): return self.root/"tests"/"hidden"/self.folder/f"test_{self.stem}.py"
    def functions(self):
        t=ast.parse(self.reference.read_text())
        return frozenset(n.name for n in t.body if isinstance(n,(ast.FunctionDef,ast.ClassDef)) and not n.name.startswith('_'))

class Course:
    def __init__(self, root, exercises): self.root, self.exercises = root, exercises
    @classmethod
    def load(cls, root=None):
        root=Path(root or Path(__file__).parents[1]); ex={}
        for p in sorted(root.glob("exercises/*/chapter.toml")):
            d=tomllib.loads(p.read_text()); ch=d.pop("chapter"); d.pop("title")
            for stem,t in d.items():
                b={k:Limits(**{a:(tuple(c) if isinstance(c,list) else c) for a,c in v.items()}) for k,v in t.get("budget",{}).items()}
                ex[stem]=Exercise(stem,t["title"],ch,p.parent.name,tuple(t.get("items",())),tuple(t.get("pages",())),t["level"],t["points"],tuple(t.get("needs",())),tuple(t.get("banned",())),tuple(t.get("hints",())),b,t.get("call_seconds",10.0),t.get("memory_mb",1024),root)
        return cls(root,ex)
