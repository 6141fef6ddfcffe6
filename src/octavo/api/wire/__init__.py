"""Request and response models; aliases, deprecated names and casing live only here."""
