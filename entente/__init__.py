"""The conductor: runs fetch, stage, build, score, publish and serve one after the other."""
