"""An answered turn: ours (both processes) beside stock Rasa with the same action server, in one run on one machine."""
