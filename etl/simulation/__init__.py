"""A seeded world with known truth, which the sources write down as their publishers would.

The order in which a world comes about, one module a step:

1. ``economies``: real names, codes and capitals; invented sizes and growth.
2. ``geography``: distances, borders, languages, colonial past.
3. ``ties/<name>.py``: one file a tie. A file added there is found, enters trade with its own coefficient, and leaves
   its dated facts (missions, ideal points; later agreements, alliances) for the sources to publish.
4. ``trade``: structural gravity, mean-one errors, zeros, whole millions, missing blocks.

Each step draws from a random stream of its own name (``world.stream``), so that a step or tie added later leaves the
draws of the others as they were.
"""
