"""Numbers as people write them: Chinese, Cantonese, English, mixed. Both runtimes; used by times, amounts and ages."""
