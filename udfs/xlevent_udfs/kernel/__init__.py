"""How functions for Excel are declared, called and answered; no function stands here."""
