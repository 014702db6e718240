"""The views of the pages: what each one shows, as plain records that its template reads."""
