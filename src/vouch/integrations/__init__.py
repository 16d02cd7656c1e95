"""Vouch inside other frameworks: LangChain and the Model Context Protocol."""
