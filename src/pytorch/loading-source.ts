/** What reads a checkpoint into the model, by the names of layers that are above it. */
export const LOADING_SOURCE = `DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
}


def read_safetensors(path: str) -> dict[str, Tensor]:
    """Return the tensors of a safetensors file by their names."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = memoryview(bytearray(file.read()))
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        dtype = DTYPES[entry["dtype"]]
        flat = torch.frombuffer(data[begin:end], dtype=dtype)
        tensors[name] = flat.reshape(entry["shape"])
    return tensors


def checkpoint_name(name: str) -> str:
    """Return the name in the checkpoint of a parameter of the model."""
    layer, parameter = name.rsplit(".", 1)
    if not layer.startswith("blocks."):
        return f"{MODEL_LAYERS[layer]}.{parameter}"
    _, index, inner = layer.split(".", 2)
    return f"{BLOCK_PATHS[int(index)]}.{BLOCK_LAYERS[inner]}.{parameter}"


def turned(name: str, tensor: Tensor) -> Tensor:
    """Return a stored parameter with the outputs first."""
    in_block = name.startswith("blocks.") and tensor.dim() == 2
    return tensor.t() if INPUTS_FIRST and in_block else tensor


def load(path: str) -> Model:
    """Return the model with the weights of a safetensors checkpoint."""
    model = Model()
    tensors = read_safetensors(path)
    names = {name: checkpoint_name(name) for name in model.state_dict()}
    missing = set(names.values()) - tensors.keys()
    unknown = tensors.keys() - set(names.values()) - LEFT_OUT
    if missing or unknown:
        raise ValueError(
            f"{path} holds another model: "
            f"without {sorted(missing)[:5]}, but with {sorted(unknown)[:5]}"
        )
    state = {own: turned(own, tensors[name]) for own, name in names.items()}
    model.load_state_dict(state)
    return model
`;
