"""Replies -> people: the edges, each thin, each given nothing but the bot."""
