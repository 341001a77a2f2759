"""Runs modules that `zerolm convert --to pytorch` wrote: the witness of a test.

    /usr/bin/python3 scripts/run-pytorch-module.py FOLDER...

Each folder has model.py, model.safetensors and batch.json, whose keys are the arguments of the model.
Writes outputs.json beside them, with `hidden` and, where the model has a head, `logits`.
"""

import importlib.util
import json
import sys
from pathlib import Path

import torch

torch.set_num_threads(1)
for folder in map(Path, sys.argv[1:]):
    spec = importlib.util.spec_from_file_location("model", folder / "model.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    model = module.load(str(folder / "model.safetensors"))
    batch = json.loads((folder / "batch.json").read_text())
    with torch.no_grad():
        hidden = model(**{name: torch.tensor(rows) for name, rows in batch.items()})
        outputs = {"hidden": hidden}
        if hasattr(model, "logits"):
            outputs["logits"] = model.logits(hidden)
    lists = {name: tensor.flatten().tolist() for name, tensor in outputs.items()}
    (folder / "outputs.json").write_text(json.dumps(lists))
