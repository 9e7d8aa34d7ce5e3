"""A state URL -> its inbox worked through by this process, which tells of each letter that it finished.

After SIGTERM it ends as soon as nothing is left.
"""

from __future__ import annotations

import signal
import sys
import time

from careerbot.model import State
from careerbot.store import Claim, Outgoing, Settled, Store, StoreError, open_store


def answer(store: Store, claim: Claim) -> None:
    """Answers with the letter's own name and the number of the turn."""
    letter, turn = claim.letter, claim.state.turn + 1
    store.finish(claim, Settled(State(turn=turn), [Outgoing(letter.chat, f"{letter.body} {turn}")]), time.time())
    print(letter.key, flush=True)


def main(url: str) -> None:
    ending = list[int]()
    signal.signal(signal.SIGTERM, lambda number, _: ending.append(number))
    store = open_store(url)
    print("ready", flush=True)
    while not ending or store.backlog().letters:
        for claim in store.claim(4):
            try:
                answer(store, claim)
            except StoreError as error:
                print(f"given back: {error}", file=sys.stderr)
                store.release(claim)
        time.sleep(0.001)
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
