"""Fit the calibrated parameters of the synthetic province anew and write them where they are kept.

    python examples/fit_province.py [--seeds 5] [--enterprises 200000] [--dry-run]

About a minute and a half a step and ten steps on one core for five provinces; the same result every time.
"""

import argparse
from functools import partial
from importlib.resources import files
from pathlib import Path

from kejin.enterprises.synthetic.fitting import Step, fit, measured
from kejin.enterprises.synthetic.parameters import FILE, Parameters, fitted_parameters
from kejin.enterprises.synthetic.world import FULL_SCALE

HEAD = """# Fitted by examples/fit_province.py, which writes the values anew. Only names, labels, the totals that the
# parameters belong to and the slopes that a fit begins with are set by hand.
parameters:
"""


def main() -> None:
    """Fit, print each step, write the best."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seeds", type=int, default=5)
    asked.add_argument("--enterprises", type=int, default=FULL_SCALE)
    asked.add_argument("--workers", type=int, default=1)
    asked.add_argument("--steps", type=int, default=12)
    asked.add_argument("--dry-run", action="store_true")
    chosen = asked.parse_args()
    measure = partial(
        measured, seeds=range(1, chosen.seeds + 1), enterprises=chosen.enterprises, workers=chosen.workers
    )
    best: Step | None = None
    for number, step in enumerate(fit(measure, most=chosen.steps), start=1):
        print(f"step {number}, worst {step.worst:.4f}")
        for name, error in step.errors.items():
            print(f"  {name:20} {getattr(step.values, name):10.4f}  {error:+.4f}")
        if best is None or step.worst < best.worst:
            best = step
    if best is not None and not chosen.dry_run:
        target = Path(str(files("kejin.enterprises.synthetic"))) / FILE
        target.write_text(text(best.values), encoding="utf-8")
        print(f"written to {target}")


def text(values: Parameters) -> str:
    """The file of parameters with these values."""
    entries = (
        f"  - name: {one.name}\n"
        f'    value: "{getattr(values, one.name):.4f}"\n'
        f"    fitted_to: {one.fitted_to}\n"
        f'    slope: "{one.slope}"\n'
        f'    label: {{zh: "{one.label.zh}", en: "{one.label.en}"}}\n'
        for one in fitted_parameters()
    )
    return HEAD + "".join(entries)


if __name__ == "__main__":
    main()
