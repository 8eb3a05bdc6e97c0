"""The embeddings that maps are compared with: the nineteen of the thesis, and newer ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field

PCA, TSNE, UMAP, DENSMAP, PACMAP, OURS = "PCA", "t-SNE", "UMAP", "densMAP", "PaCMAP", "latentpad"

MIN_FOR_SPECTRAL = 120
"""With fewer sounds, UMAP starts from PCA: they do not have the eigenvectors that its default start needs."""

PACMAP_NEIGHBOURS = 10
"""PaCMAP's default below 10,000 sounds; each sound is also paired with twice as many that are not its neighbours."""

MIN_FOR_OURS = 8
"""With fewer sounds, latentpad lays them out by their principal axes."""

Option = float | str


@dataclass(frozen=True)
class Setting:
    """A method and its options; all others are at their defaults."""

    method: str
    """One of the names above."""

    options: Mapping[str, Option] = field(default_factory=dict)
    """Keyword arguments of scikit-learn, umap-learn, pacmap or `latentpad_export.layout`."""

    @property
    def settings(self) -> str:
        """The options for tables."""
        return ", ".join(f"{k}={v}" for k, v in self.options.items())

    @property
    def title(self) -> str:
        """Title for sentences and plots."""
        return f"{self.method} {self.settings}".strip()

    @property
    def key(self) -> str:
        """Name for files."""
        return "embedding-" + "-".join([self.method, *(f"{k}-{v}" for k, v in self.options.items())])

    @property
    def need(self) -> tuple[str, int]:
        """Method and option that decide how many different latents are needed, and how many."""
        if self.method == PACMAP:
            return PACMAP, 2 + 3 * PACMAP_NEIGHBOURS
        needs = {"": {OURS: MIN_FOR_OURS}.get(self.method, 2)}
        needs |= {f" {k}={v}": 1 + int(v) for k, v in self.options.items() if k in ("perplexity", "n_neighbors")}
        if self.options.get("init") == "spectral":
            needs[" init=spectral"] = MIN_FOR_SPECTRAL
        option = max(needs, key=needs.__getitem__)
        return self.method + option, needs[option]

    @property
    def n_needed(self) -> int:
        """Fewest different latents that can be fitted: one more than a sound has neighbours, or what a start needs."""
        return self.need[1]


THESIS = (
    Setting(PCA),
    *(Setting(TSNE, {"perplexity": p, "max_iter": n}) for p in (2, 30, 100) for n in (250, 500, 5000)),
    *(Setting(UMAP, {"n_neighbors": k, "min_dist": d}) for k in (10, 50, 100) for d in (0.1, 0.5, 0.8)),
)
"""Section 7.2.2 of the thesis."""

NEWER = (
    Setting(UMAP, {"n_neighbors": 100, "min_dist": 0.8, "init": "pca"}),
    *(Setting(UMAP, {"n_neighbors": 15, "min_dist": 0.1, "init": start}) for start in ("spectral", "pca")),
    *(Setting(DENSMAP, {"n_neighbors": k, "min_dist": d}) for k, d in ((15, 0.1), (100, 0.8))),
    *(Setting(PACMAP, {"init": start}) for start in ("pca", "random")),
    Setting(OURS, {"layout": "sound"}),
)
"""The thesis's choice and UMAP as latentpad uses it, from another start and with densities kept; PaCMAP; our layout.

UMAP starts from eigenvectors of the graph of neighbours ("spectral") unless told otherwise.
"""

SETTINGS = THESIS + NEWER
