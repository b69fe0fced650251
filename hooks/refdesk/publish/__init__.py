"""What machines and links read of the published site: metadata, feed, plain texts, cards,
redirects.
"""
