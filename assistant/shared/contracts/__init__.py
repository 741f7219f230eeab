"""What the parts say to each other: outcomes, placeholders, numbers, dialogue requests and replies.

Runs in both runtimes; standard library only.
"""
