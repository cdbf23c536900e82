"""The words of the demo world: names, questions with their answers, reviews, talk, stories."""
