"""Cuts texts into the pieces of pieces.tsv, as ../pieces.go does."""

import math
import re
import unicodedata

UNKNOWN, BEGIN, END, BLANK = range(4)
SPACE = "▁"
UNKNOWN_PENALTY = 10  # SentencePiece's own constant
INVISIBLE = re.compile("[\u200b-\u200f\u00ad\ufeff]")
WHITE = re.compile(r"[^\S\x1c-\x1f]+")  # what Go takes for space; Python takes four more


def plain(text):
    """The one form in which a text is cut; empty if there is nothing in it."""
    text = unicodedata.normalize("NFKC", INVISIBLE.sub("", text))
    return WHITE.sub(" ", text).strip(" ")


def any_known(ids):
    """Whether there are pieces besides begin, end and the blank in front."""
    return any(id > BLANK for id in ids[1:-1])


class Pieces:
    def __init__(self, path):
        """Reads piece, tab, score, in the order of the ids."""
        with open(path, encoding="utf-8", newline="\n") as lines:
            rows = [line.rstrip("\n").split("\t") for line in lines]
        self.known = {piece: (id, float(score)) for id, (piece, score) in enumerate(rows) if id > END}
        self.longest = max(map(len, self.known))
        self.unknown = min(score for _, score in self.known.values()) - UNKNOWN_PENALTY

    def cut(self, text):
        """The ids whose scores sum up highest; of equal sums, the first from the left."""
        text = SPACE + plain(text).replace(" ", SPACE)
        best = [(0.0, [BEGIN])] + [(-math.inf, [])] * len(text)  # up to each place: score, ids
        for at in range(len(text)):
            score, ids = best[at]
            for to, id, more in self.from_here(text, at):
                if score + more > best[to][0]:
                    best[to] = score + more, [*ids, id]
        return [*best[-1][1], END]

    def from_here(self, text, at):
        """All pieces that begin at a place: where they end, their ids, their scores."""
        for to in range(at + 1, min(at + self.longest, len(text)) + 1):
            if text[at:to] in self.known:
                yield to, *self.known[text[at:to]]
            elif to == at + 1:
                yield to, UNKNOWN, self.unknown
