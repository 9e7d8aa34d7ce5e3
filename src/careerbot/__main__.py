"""`python -m careerbot` -> the command line."""

from __future__ import annotations

from careerbot.cli import main

if __name__ == "__main__":
    main()
