"""Work items, their history and links, from the exports and API answers of trackers."""
