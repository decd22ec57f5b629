"""The network of ../doc.go in JAX, and the file of its weights.

Weights are a dictionary of arrays by the names of their tensors. The table of
the pieces, with its scales, is kept apart from them: it is never trained.
"""

import json

import jax
import jax.numpy as jnp
import numpy as np

FIXED = ("table", "table.scale")
TYPES = {"F32": np.dtype("<f4"), "F16": np.dtype("<f2"), "I8": np.dtype("i1")}
MOST_PIECES = 128  # read at once, as in ../encoder.go
CONVOLUTIONS = (("conv2", 2, 0), ("conv3", 3, 1), ("conv5", 5, 2))


def read(path):
    """The header of a safetensors file, and its tensors as they are in it."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = file.read()
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            tensors[name] = np.frombuffer(data[begin:end], TYPES[entry["dtype"]]).reshape(entry["shape"])
    return header, tensors


def write(path, header, tensors):
    """Writes tensors in the layout of a header that was read: the same types at the same places."""
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for name, tensor in tensors.items():
            stored = np.asarray(tensor).astype(TYPES[header[name]["dtype"]])
            if not np.isfinite(stored).all():
                raise ValueError(f"{name} is not finite")
            file.seek(8 + len(text) + header[name]["data_offsets"][0])
            file.write(stored.tobytes())


def split(tensors):
    """What is trained, as float32, and the table of the pieces, which is not."""
    table = {name: tensors[name] for name in FIXED}
    return {name: t.astype(np.float32) for name, t in tensors.items() if name not in FIXED}, table


def pad(texts):
    """Lists of ids as one array, filled up to a multiple of 16, and their lengths."""
    texts = [ids if len(ids) <= MOST_PIECES else ids[: MOST_PIECES - 1] + ids[-1:] for ids in texts]
    counts = np.array([len(ids) for ids in texts], np.int32)
    width = -(-counts.max() // 16) * 16
    return np.array([ids + [0] * (width - len(ids)) for ids in texts], np.int32), counts


@jax.jit
def encode(weights, table, ids, counts):
    """The vectors [B,512] of padded texts [B,T]; what is past their ends has no part in them."""
    inside = (jnp.arange(ids.shape[1]) < counts[:, None])[..., None]
    e = table["table"][ids] * table["table.scale"][ids][..., None]
    x = norm(weights, "input.norm", e @ weights["input.weight"] + weights["input.bias"])
    parts = [convolve(weights, *c, s, inside) for c, s in zip(CONVOLUTIONS, jnp.split(x, 3, axis=-1))]
    f = norm(weights, "joined.norm", jnp.concatenate([e, *parts], axis=-1))
    return head(weights, (f * inside).sum(axis=1), counts[:, None].astype(jnp.float32))


def head(w, total, count):
    """From the sum over so many pieces to the vector."""
    y = (total @ w["joined.weight"] + count * w["joined.bias"]) / jnp.sqrt(count)
    y0 = jax.nn.relu(y @ w["dense.0"])
    y1 = jax.nn.relu(y @ w["skip.1"] + y0 @ w["dense.1"])
    y2 = jax.nn.relu(y1 @ w["dense.2"])
    z = jnp.tanh(y1 @ w["skip.3"] + y2 @ w["dense.3"])
    return z / jnp.linalg.norm(z, axis=-1, keepdims=True)


def norm(w, name, x):
    """Rows of mean 0 and variance 1, then gain and bias."""
    x = x - x.mean(axis=-1, keepdims=True)
    by = jax.lax.rsqrt((x * x).mean(axis=-1, keepdims=True) + 1e-12)
    return x * by * w[name + ".gain"] + w[name + ".bias"]


def convolve(w, name, n, left, s, inside):
    """Looks at n pieces at once, twice, and adds what it saw to what was there."""
    s = s * inside
    for layer in (name + ".1", name + ".2"):
        seen = window(s, n, left) @ w[layer + ".weight"] + w[layer + ".bias"]
        s = (jax.nn.relu(seen) + s) * inside
    return s


def window(s, n, left):
    """The rows t-left to t-left+n-1 beside each other, zero outside."""
    length = s.shape[1]
    s = jnp.pad(s, ((0, 0), (left, n - 1 - left), (0, 0)))
    return jnp.concatenate([s[:, j : j + length] for j in range(n)], axis=-1)
