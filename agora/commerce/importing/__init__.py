"""Orders from files: columns are found, rows are read in bounded memory and recorded through the door for money."""
