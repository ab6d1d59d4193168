"""What the store answers, as answers of the API. Pure; a file for each of the models' subjects."""
