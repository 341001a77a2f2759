"""Attention that tells distances apart, in PyTorch, written from the papers.

Every function gives what is added to the products of queries and keys before they are divided, by
its definition: the vector of every pair of places is looked up by itself.
"""

import math

import torch


def places(length):
    """The distance from every key to its query, [queries, keys]."""
    at = torch.arange(length)
    return at[:, None] - at[None, :]


def transformer_xl(model, path, block, q, k):
    """Dai et al. 2019, section 3.3: the terms (b), (c) and (d) of their equation."""
    hidden, heads = block["hiddenSize"], block["numAttentionHeads"]
    batch, length, width = q.shape
    size = width // heads
    distances = places(length).clamp(min=0)
    exponents = torch.arange(0, hidden, 2, dtype=model.dtype) / hidden
    angles = distances[..., None] / 10000**exponents
    vectors = torch.cat([angles.sin(), angles.cos()], dim=-1)
    keys = vectors @ model.weight(f"{path}.r_net.weight", [width, hidden]).T
    keys = keys.reshape(length, length, heads, size)
    of_content = model.weight(f"{path}.r_w_bias", [width], 0.0).reshape(heads, size)
    of_distance = model.weight(f"{path}.r_r_bias", [width], 0.0).reshape(heads, size)
    q, k = (x.reshape(batch, length, heads, size) for x in (q, k))
    return (
        torch.einsum("bihs,ijhs->bhij", q, keys)
        + torch.einsum("hs,bjhs->bhj", of_content, k)[:, :, None, :]
        + torch.einsum("hs,ijhs->hij", of_distance, keys)
    )


def bucket(distance, buckets, most):
    """He et al. 2021, released code: exact up to half of the buckets, logarithmic beyond."""
    half = buckets // 2
    if abs(distance) <= half:
        return distance
    share = math.log(abs(distance) / half) / math.log((most - 1) / half)
    return int(math.copysign(math.ceil(share * (half - 1)) + half, distance))


def deberta(model, path, block, q, k):
    """He et al. 2021, equation 4, without the product of contents."""
    hidden, heads, names = block["hiddenSize"], block["numAttentionHeads"], model.names
    operation, positions = block["operation"], model.architecture["positions"]
    distances = model.architecture["embedding"]["distances"]
    batch, length, width = q.shape
    vectors = model.weight(f"{names['distances']}.weight", [distances["count"], hidden])
    if distances["norm"]:
        vectors = model.norm(names["distance_norm"], vectors)
    span = distances["count"] // 2
    rows = torch.zeros([length, length], dtype=torch.long)
    for i in range(length):
        for j in range(length):
            d = i - j
            if positions["buckets"] > 0:
                d = bucket(d, positions["buckets"], positions["maxDistance"])
            rows[i, j] = min(max(d + span, 0), 2 * span - 1)
    total = 0
    for kind, own, shared, x in (
        ("positionKeys", "position_key", "key", q),
        ("positionQueries", "position_query", "query", k),
    ):
        if operation.get(kind) is None:
            continue
        name = names[own] if operation[kind] == "own" else names[shared]
        table = model.linear(f"{path}.{name}", vectors, width)[rows]
        table = table.reshape(length, length, heads, -1)
        x = x.reshape(batch, length, heads, -1)
        one = "bihs" if kind == "positionKeys" else "bjhs"
        total = total + torch.einsum(f"{one},ijhs->bhij", x, table)
    return total


def ways(block):
    """How many sums a score has: of contents, and of distances as keys and as queries."""
    operation = block["operation"]
    return 1 + sum(operation.get(kind) is not None for kind in ("positionKeys", "positionQueries"))


def added_scores(model, path, block, q, k):
    """What the positions of a block add to its products, 0 where they add nothing."""
    operation = block["operation"]
    if operation.get("relativePositions", False):
        return transformer_xl(model, path, block, q, k)
    if ways(block) > 1:
        return deberta(model, path, block, q, k)
    return 0
