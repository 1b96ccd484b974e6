"""Real and scripted IMAP servers on loopback, each in its own folder and on its own port."""
