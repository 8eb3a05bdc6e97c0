"""The steps of ``latentpad train`` and ``latentpad map``, from libraries to a bundle."""
