"""Countries, cities abroad and China's missions there, found in a sentence. Both runtimes, pure."""
