"""What any chat platform needs: questions in turn, conversations, rules, corpus sync."""
